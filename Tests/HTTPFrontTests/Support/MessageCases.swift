import Testing

/// What a client sends on a new connection, and what it must get.
///
/// In the text, `¶` stands for CRLF; everything else is as Swift spells it.
struct MessageCase: Sendable, CustomTestStringConvertible {
    /// The status of each answer, in order.
    let statuses: [Int]
    /// Whether the server closes the connection afterwards; else it must be good for another request.
    let ends: Bool
    let bytes: [UInt8]
    let testDescription: String

    /// Whether a request follows one behind which the client wanted the connection to end.
    var goesOnBehindItsEnd: Bool { ends && statuses == [200] && testDescription.contains("/hidden") }

    /// A message after which the server must close.
    static func closed(_ statuses: Int..., by text: String) -> MessageCase {
        MessageCase(statuses, ends: true, text)
    }

    /// A message after which the connection must be good for another request.
    static func open(_ statuses: Int..., after text: String) -> MessageCase {
        MessageCase(statuses, ends: false, text)
    }

    private init(_ statuses: [Int], ends: Bool, _ text: String) {
        self.statuses = statuses
        self.ends = ends
        // Bytes above 0x7F are spelt as characters of Latin-1.
        bytes = text.unicodeScalars.flatMap { $0 == "¶" ? [0x0D, 0x0A] : [UInt8(truncatingIfNeeded: $0.value)] }
        testDescription = "\(statuses)\(ends ? " and the end" : "") for \(text.debugDescription)"
    }
}

/// Whole messages and what becomes of them. What single heads and bodies mean is tested with the codec; here it is about the
/// connection: which answer is sent, whether it is the only one, and whether another request may follow.
enum MessageCases {
    static let accepted: [MessageCase] = [
        .open(200, after: "GET /say?1 HTTP/1.1¶Host: a¶¶"),
        .open(200, after: "¶GET /say?1 HTTP/1.1¶Host: a¶¶"),
        .open(200, after: "¶¶¶GET /say?1 HTTP/1.1¶Host: a¶¶"),
        .open(200, after: "GET http://b/say?1 HTTP/1.1¶Host: a¶¶"),
        .open(200, after: "GET /%73ay?1 HTTP/1.1¶Host: a¶¶"),
        .open(200, after: "GET /x/../say HTTP/1.1¶Host: a¶¶"),
        .open(200, 200, after: "GET /say?1 HTTP/1.1¶Host: a¶¶GET /say?2 HTTP/1.1¶Host: a¶¶"),
        .open(200, 200, after: "GET /say?1 HTTP/1.1¶Host: a¶¶¶GET /say?2 HTTP/1.1¶Host: a¶¶"),
        .open(200, 200, after: "GET /say?1 HTTP/1.1¶Host: a¶¶¶¶¶GET /say?2 HTTP/1.1¶Host: a¶¶"),
        .open(
            200, 200, after: "POST /echo HTTP/1.1¶Host: a¶Content-Length: 5¶¶hello¶¶GET /say?2 HTTP/1.1¶Host: a¶¶"),
        .open(200, after: "POST /echo HTTP/1.1¶Host: a¶Content-Length: 5¶¶hello"),
        .open(200, after: "POST /echo HTTP/1.1¶Host: a¶Content-Length: 0¶¶"),
        .open(200, after: "POST /echo HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶¶5¶hello¶0¶¶"),
        .open(200, after: "POST /echo HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶¶0¶Trailer-Field: x¶¶"),
        .open(200, 200, after: "POST /echo HTTP/1.1¶Host: a¶Content-Length: 5¶¶helloGET /say?2 HTTP/1.1¶Host: a¶¶"),
        .open(
            200, 200, after: "POST /echo HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶¶0¶¶GET /say HTTP/1.1¶Host: a¶¶"),
        .closed(200, by: "GET /say?1 HTTP/1.1¶Host: a¶Connection: close¶¶"),
        .closed(200, by: "GET /say?1 HTTP/1.1¶Host: a¶Connection: close¶¶GET /hidden HTTP/1.1¶Host: a¶¶"),
        .closed(200, by: "GET /close HTTP/1.1¶Host: a¶¶GET /hidden HTTP/1.1¶Host: a¶¶"),
        .closed(200, by: "GET /say?1 HTTP/1.0¶¶"),
        .closed(200, by: "GET /say?1 HTTP/1.0¶¶GET /hidden HTTP/1.0¶¶"),
        .open(200, after: "GET /say?1 HTTP/1.0¶Connection: keep-alive¶¶"),
    ]

    static let refused: [MessageCase] = [
        .closed(400, by: "GET /say HTTP/1.1¶¶"),
        .closed(400, by: "GET /say HTTP/1.1¶Host: a¶Host: a¶¶"),
        .closed(400, by: "GET /say HTTP/1.1¶Host: a b¶¶"),
        .closed(400, by: "GET  /say HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "GET /say  HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "GET /s ay HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "GET /say¶¶"),
        .closed(400, by: "GET /say HTTP/1.1\nHost: a\n\n"),
        .closed(400, by: "GET /say HTTP/1.1¶Host: a\n¶"),
        .closed(400, by: "GET /say HTTP/1.1¶Host: a\rX: y¶¶"),
        .closed(400, by: "GET /say HTTP/1.1¶Host: a¶X : y¶¶"),
        .closed(400, by: "GET /say HTTP/1.1¶Host: a¶X: y¶ folded¶¶"),
        .closed(400, by: "GET /say HTTP/1.1¶Host: a¶X: \0¶¶"),
        .closed(400, by: "GET /say HTTP/1.1¶Host: a¶no colon¶¶"),
        .closed(400, by: "GET /say HTTP/1.1¶Host: a¶: no name¶¶"),
        .closed(400, by: "G\u{E9}T /say HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "\u{16}\u{3}\u{1}\u{2}\0\u{1}\0\u{1}\u{FC}\u{3}\u{3}¶¶"),
        .closed(400, by: String(repeating: "¶", count: 17) + "GET /say HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "\n\nGET /say HTTP/1.1¶Host: a¶¶"),
        .closed(200, 400, by: "GET /say?1 HTTP/1.1¶Host: a¶¶" + String(repeating: "¶", count: 17)),
        .closed(400, by: "GET * HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "GET say HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "GET /%00 HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "GET /%zz HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "GET /a%5Cb HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "GET /%C0%AF HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "GET /../etc/passwd HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "GET /%2e%2e/etc/passwd HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "GET /a\\..\\b HTTP/1.1¶Host: a¶¶"),
        .closed(414, by: "GET /" + String(repeating: "a", count: 17_000) + " HTTP/1.1¶Host: a¶¶"),
        .closed(417, by: "GET /say HTTP/1.1¶Host: a¶Expect: 200-ok¶¶"),
        .closed(431, by: "GET /say HTTP/1.1¶Host: a¶X: " + String(repeating: "a", count: 17_000) + "¶¶"),
        .closed(431, by: "GET /say HTTP/1.1¶Host: a¶" + String(repeating: "X: y¶", count: 100) + "¶"),
        .closed(501, by: String(repeating: "A", count: 65) + " /say HTTP/1.1¶Host: a¶¶"),
        .closed(505, by: "GET /say HTTP/2.0¶Host: a¶¶"),
        .closed(505, by: "PRI * HTTP/2.0¶¶SM¶¶"),
        .closed(413, by: "POST /echo HTTP/1.1¶Host: a¶Content-Length: 9223372036854775807¶¶"),
    ]

    /// Pairs: what one reader takes for a single message, another may take for two. `/hidden` must never be reached.
    static let smuggled: [MessageCase] = [
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Content-Length: 6¶Transfer-Encoding: chunked¶¶0¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶Content-Length: 6¶¶0¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Content-Length: 35¶Content-Length: 0¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Content-Length: 0¶Content-Length: 0¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Content-Length: 0, 35¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Content-Length: +0¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Content-Length: 0x0¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Content-Length : 35¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶ Content-Length: 35¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Content-Length\u{B}: 35¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Content-Length: 35\u{B}¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶X: y\nContent-Length: 35¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶X: y\rContent-Length: 35¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Transfer-Encoding : chunked¶¶0¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Transfer-Encoding\0: chunked¶¶0¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Transfer-Encoding: \u{B}chunked¶¶0¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Transfer-Encoding: chunked, chunked¶¶0¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Transfer-Encoding: chunked, gzip¶¶0¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Transfer-Encoding: chunked;x=y¶¶0¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Transfer-Encoding: \"chunked\"¶¶0¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.1¶Host: a¶Transfer-Encoding:¶¶\(hidden)"),
        .closed(400, by: "POST /say HTTP/1.0¶Host: a¶Transfer-Encoding: chunked¶¶0¶¶\(hidden)"),
        .closed(501, by: "POST /say HTTP/1.1¶Host: a¶Transfer-Encoding: identity¶¶\(hidden)"),
        .closed(501, by: "POST /say HTTP/1.1¶Host: a¶Transfer-Encoding: gzip, chunked¶¶0¶¶\(hidden)"),
        .closed(501, by: "POST /say HTTP/1.1¶Host: a¶Transfer-Encoding: xchunked¶¶0¶¶\(hidden)"),
        .closed(400, by: "GET /say HTTP/1.1¶Host: a¶X: y¶\rGET /hidden HTTP/1.1¶Host: a¶¶"),
        .closed(400, by: "GET /say HTTP/1.1\r\r\n\(hidden)"),
        .closed(400, by: "GET /say?HTTP/1.1\nHost: a\n\n\(hidden)"),
        .closed(400, by: "GET /say HTTP/1.1 HTTP/1.1¶Host: a¶¶\(hidden)"),
        .closed(400, by: "GET /say HTTP/1.1¶Host: a¶Connection: \"close\"¶¶\(hidden)"),
        // The hidden request is the body, or part of one.
        .open(200, after: "POST /say HTTP/1.1¶Host: a¶Content-Length: 35¶¶\(hidden)"),
        .open(200, after: "POST /say HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶¶23¶\(hidden)¶0¶¶"),
        .open(200, after: "GET /say HTTP/1.1¶Host: a¶Content-Length: 35¶¶\(hidden)"),
        .open(200, after: "DELETE /x HTTP/1.1¶Host: a¶Content-Length: 35¶¶\(hidden)"),
    ]

    /// Bodies whose chunks are wrong. The module was called already and reads a body that breaks off; whatever follows is
    /// not a request any more.
    static let brokenChunks: [String] = [
        "5¶helloo¶0¶¶\(hidden)", "5¶hello0¶¶\(hidden)", "5\nhello\n0\n\n\(hidden)", "5;x\nhello¶0¶¶\(hidden)",
        "-1¶hello¶0¶¶\(hidden)", "0x5¶hello¶0¶¶\(hidden)", "5 ¶hello¶0¶¶\(hidden)", "10000000000000000¶\(hidden)",
        "ffffffffffffffff¶\(hidden)", "¶\(hidden)", "5¶hello¶0¶X : y¶¶\(hidden)", "0¶Content-Length: 5¶¶\(hidden)",
        "0¶Transfer-Encoding: chunked¶¶\(hidden)", "0¶X\n¶\(hidden)", "5\r\r\nhello¶0¶¶\(hidden)", "g¶\(hidden)",
    ]

    /// 35 bytes.
    private static let hidden = "GET /hidden HTTP/1.1¶Host: abc¶¶"
}
