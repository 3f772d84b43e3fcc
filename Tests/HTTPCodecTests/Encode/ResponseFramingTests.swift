import HTTPCodec
import Testing

@Suite("ResponseFraming")
struct ResponseFramingTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var minor: UInt8 = 1
        var verb = HTTPVerb.get
        var status: UInt16 = 200
        var length: UInt64?
        var keep = true
        var body: ResponseFraming.Body
        var staysOpen = true
        var fields: String

        var testDescription: String {
            let length = length.map(String.init) ?? "unknown"
            return "\(verb.method) HTTP/1.\(minor) \(status) \(length) \(keep ? "keep" : "close")"
        }
    }

    static let cases: [Case] = [
        // A known length
        Case(length: 5, body: .length(5), fields: "Content-Length: 5\r\n"),
        Case(length: 0, body: .length(0), fields: "Content-Length: 0\r\n"),
        Case(
            length: 5, keep: false, body: .length(5), staysOpen: false,
            fields: "Content-Length: 5\r\nConnection: close\r\n"),
        Case(
            minor: 0, length: 5, body: .length(5), fields: "Content-Length: 5\r\nConnection: keep-alive\r\n"),
        Case(
            minor: 0, length: 5, keep: false, body: .length(5), staysOpen: false,
            fields: "Content-Length: 5\r\nConnection: close\r\n"),
        Case(minor: 2, length: 5, body: .length(5), fields: "Content-Length: 5\r\n"),
        // An unknown one
        Case(body: .chunked, fields: "Transfer-Encoding: chunked\r\n"),
        Case(
            keep: false, body: .chunked, staysOpen: false,
            fields: "Transfer-Encoding: chunked\r\nConnection: close\r\n"),
        Case(minor: 0, body: .untilClose, staysOpen: false, fields: "Connection: close\r\n"),
        Case(minor: 0, keep: false, body: .untilClose, staysOpen: false, fields: "Connection: close\r\n"),
        // HEAD
        Case(verb: .head, length: 5, body: .none, fields: "Content-Length: 5\r\n"),
        Case(verb: .head, body: .none, fields: ""),
        Case(minor: 0, verb: .head, body: .none, fields: "Connection: keep-alive\r\n"),
        Case(verb: .head, status: 304, length: 5, body: .none, fields: ""),
        Case(verb: .head, status: 205, length: 5, body: .none, fields: "Content-Length: 0\r\n"),
        // Statuses that have no body, or an empty one
        Case(status: 204, length: 5, body: .none, fields: ""),
        Case(status: 204, body: .none, fields: ""),
        Case(status: 304, length: 5, body: .none, fields: ""),
        Case(status: 304, keep: false, body: .none, staysOpen: false, fields: "Connection: close\r\n"),
        Case(status: 103, body: .none, fields: ""),
        Case(status: 205, length: 5, body: .length(0), fields: "Content-Length: 0\r\n"),
        Case(minor: 0, status: 205, body: .length(0), fields: "Content-Length: 0\r\nConnection: keep-alive\r\n"),
        Case(verb: .post, status: 404, length: 9, body: .length(9), fields: "Content-Length: 9\r\n"),
    ]

    @Test("The framing and its fields follow from request and response", arguments: cases)
    func decides(which: Case) {
        let framing = ResponseFraming(
            minorVersion: which.minor, verb: which.verb, status: which.status, length: which.length,
            keepAlive: which.keep)
        #expect(framing.body == which.body)
        #expect(framing.keepAlive == which.staysOpen)
        let fields = withOutput(capacity: 200) { framing.writeFields(to: &$0) }
        #expect(fields.result == .written)
        #expect(String(decoding: fields.written, as: UTF8.self) == which.fields)
        guard !which.fields.isEmpty else { return }
        #expect(written { framing.writeFields(to: &$0) } == (.written, which.fields))
    }

    @Test(
        "Connection names an upgrade that is offered, beside what it says of the connection",
        arguments: [
            (1, true, "Connection: upgrade\r\n"), (1, false, "Connection: close, upgrade\r\n"),
            (0, true, "Connection: keep-alive, upgrade\r\n"),
        ] as [(UInt8, Bool, String)])
    func upgrade(minor: UInt8, keep: Bool, field: String) {
        let framing = ResponseFraming(minorVersion: minor, verb: .get, status: 426, length: 0, keepAlive: keep)
        let fields = "Content-Length: 0\r\n" + field
        #expect(written { framing.writeFields(offersUpgrade: true, to: &$0) } == (.written, fields))
        #expect(fields.utf8.count <= ResponseFraming.largestFieldsSize)
    }

    @Test("No decision writes more than the largest size")
    func largestSize() {
        let framing = ResponseFraming(minorVersion: 0, verb: .get, status: 200, length: .max, keepAlive: true)
        let fields = withOutput(capacity: ResponseFraming.largestFieldsSize) { framing.writeFields(to: &$0) }
        #expect(fields.result == .written)
    }
}
