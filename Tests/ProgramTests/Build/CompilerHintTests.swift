import Testing

@testable import Program

@Suite("CompilerHint")
struct CompilerHintTests {
    @Test(
        "What gcc, clang and the linkers say is recognised",
        arguments: [
            (
                "t.cpp:1:14: error: ISO C++17 does not allow dynamic exception specifications",
                CompilerHint.olderStandard
            ),
            ("t.cpp:3:12: error: ISO C++17 does not allow 'register' storage class [-Wregister]", .olderStandard),
            ("m.cpp:3:10: fatal error: strsafe.h: No such file or directory", .missingWindowsHeader("strsafe.h")),
            ("m.cpp:3:10: fatal error: 'WinSock2.h' file not found", .missingWindowsHeader("WinSock2.h")),
            ("/usr/bin/ld: u.c:(.text+0x5): undefined reference to `g'", .undefinedNames),
            ("ld.lld: error: undefined symbol: g", .undefinedNames),
        ])
    func recognises(messages: String, hint: CompilerHint) {
        #expect(CompilerHint(messages: "first line\n\(messages)\nlast line") == hint)
    }

    @Test(
        "Other messages call for no remedy of ours",
        arguments: ["", "t.c:1:1: error: expected ';'", "m.c:1:10: fatal error: mine.h: No such file or directory"])
    func ignores(messages: String) {
        #expect(CompilerHint(messages: messages) == nil)
    }
}
