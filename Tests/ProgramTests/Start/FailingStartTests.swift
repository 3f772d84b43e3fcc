import TestSupport
import Testing

@Suite("Modules that do not let the server start", .serialized)
struct FailingStartTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Serves two healthy modules and then a breaking one, which must fail with a sentence that contains `reason`.
    private func start(
        _ breaking: String, reason: String, options: [String] = [], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let modules = try [
            folder.module("crashes/healthy.c", as: "first"), folder.module("crashes/healthy.c", as: "second"), breaking,
        ]
        let serve = ["serve", "--listen", "127.0.0.1:0"] + options + modules
        let sentence = try Refusal(serve, in: folder, sourceLocation: sourceLocation).sentence
        #expect(sentence.contains(reason), "\(sentence)", sourceLocation: sourceLocation)
    }

    /// What modules wrote down of their Terminate.
    private func record() -> String { (try? folder.text("record")) ?? "" }

    private static let inReverse = "second Terminate\nfirst Terminate\n"

    @Test("RegisterModule that fails is told in hexadecimal and words, and what was loaded is terminated in reverse")
    func registerFails() throws {
        let path = try folder.module("crashes/register_fails.c")
        try start(path, reason: "\(path): its RegisterModule returned 0x80070005 (access denied)")
        #expect(record() == Self.inReverse)
    }

    @Test("RegisterModule that throws is told with what it threw, and what was loaded is terminated in reverse")
    func registerThrows() throws {
        let path = try folder.module("crashes/register_throws.cpp")
        try start(path, reason: "\(path): its RegisterModule let an exception escape (")
        #expect(record() == Self.inReverse)
    }

    @Test("What only the system's loader finds out has the same end")
    func undefinedSymbol() throws {
        try start(folder.module("faults/undefined_symbol.c"), reason: "nothing defines ")
        #expect(record() == Self.inReverse)
    }

    @Test(
        "RegisterModule that ends the process is told by the module's name",
        arguments: [
            ("register_crashes", "crashed (SIGSEGV at address 0x0) in RegisterModule"),
            ("register_aborts", "crashed (SIGABRT) in RegisterModule"),
            ("register_exits", "ended the process, by exit() or daemon() with code 0, in RegisterModule"),
        ])
    func registerEnds(source: String, deed: String) throws {
        let path = try folder.module("crashes/\(source).c")
        try start(path, reason: "Module \"\(source)\" \(deed)")
        let check = try Refusal(["check", path], in: folder).sentence
        #expect(check.contains("Module \"\(source)\" \(deed)"), "\(check)")
    }

    @Test("RegisterModule that never returns is told by the module's name when the limit is over")
    func registerHangs() throws {
        let path = try folder.module("crashes/register_hangs.c")
        let reason = "Module \"register_hangs\" had not returned from RegisterModule after 3 seconds"
        try start(path, reason: reason, options: ["--start-limit", "3"])
        let check = try Refusal(["check", "--start-limit", "3", path], in: folder).sentence
        #expect(check.contains(reason), "\(check)")
    }

    @Test("With several workers there is one sentence too")
    func severalWorkers() throws {
        for source in ["register_fails.c", "register_crashes.c", "register_throws.cpp"] {
            try start(folder.module("crashes/\(source)"), reason: "RegisterModule", options: ["--workers", "3"])
        }
    }

    @Test("What the log would say of other modules is kept back")
    func notices() throws {
        let noisy = try folder.module("faults/without_note.c")
        let modules = [noisy, try folder.module("crashes/register_fails.c")]
        let sentence = try Refusal(["serve", "--listen", "127.0.0.1:0"] + modules, in: folder).sentence
        #expect(sentence.contains("its RegisterModule returned 0x80070005"), "\(sentence)")
    }

    @Test("A module whose constructor crashes while it is opened is named")
    func constructor() throws {
        let reason = "Module \"constructor_crashes\" crashed (SIGSEGV at address 0x0)"
        try start(folder.module("crashes/constructor_crashes.c"), reason: reason)
    }
}
