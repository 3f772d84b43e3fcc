import HTTPCodec
import Testing

@Suite("HTTPVerb")
struct HTTPVerbTests {
    @Test("The numbers are those of the module API")
    func numbers() {
        let names = [
            "", "", "", "OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT", "TRACK", "MOVE", "COPY",
            "PROPFIND", "PROPPATCH", "MKCOL", "LOCK", "UNLOCK", "SEARCH",
        ]
        #expect(HTTPVerb.allCases.map { "\($0.method)" } == names)
        #expect(HTTPVerb.allCases.map(\.rawValue) == Array(0..<20))
    }

    private func verb(_ method: [UInt8]) -> HTTPVerb { HTTPVerb(method: method.span.bytes) }

    @Test("Each method is found by its bytes", arguments: HTTPVerb.allCases.dropFirst(3))
    func isFound(verb expected: HTTPVerb) {
        let method = Array("\(expected.method)".utf8)
        #expect(verb(method) == expected)
        #expect(verb(Array("\(expected.method)".lowercased().utf8)) == .unknown)
        #expect(verb(method + [0x58]) == .unknown)
        #expect(verb(Array(method.dropLast())) == .unknown)
        for index in method.indices {
            var changed = method
            changed[index] = changed[index] == 0x58 ? 0x59 : 0x58
            #expect(verb(changed) == .unknown)
        }
    }

    @Test(
        "Other methods are unknown",
        arguments: ["PATCH", "M-SEARCH", "X", "", "GeT", "PROPPATCHES", "VERSION-CONTROL"])
    func others(method: String) {
        #expect(verb(Array(method.utf8)) == .unknown)
    }
}
