import HTTPCodec
import Testing

/// Where this project's decoders and llhttp, as NIOHTTP1 uses it, are known to differ, and why.
///
/// A line is: why, the error of the own decoder (or nil), how many whole requests the own decoder and llhttp find.
enum DifferentialDifferences {
    struct Difference: Sendable, CustomTestStringConvertible {
        let reason: String
        let error: RequestError?
        let own: Int
        let llhttp: Int
        let bytes: [UInt8]
        var testDescription: String { reason }

        init(_ reason: String, _ error: RequestError?, own: Int, llhttp: Int, _ message: String) {
            self.reason = reason
            self.error = error
            self.own = own
            self.llhttp = llhttp
            bytes = CorpusEntry.unescape(message)
        }
    }

    static let all: [Difference] = stricter + wider

    /// Accepted by llhttp, refused here.
    static let stricter: [Difference] = [
        Difference(
            "HTTP/1.1 without Host is an error (RFC 9112, section 3.2)", .missingHost, own: 0, llhttp: 1,
            "GET / HTTP/1.1¶¶"),
        Difference(
            "a second Host is an error", .repeatedHost, own: 0, llhttp: 1,
            "GET / HTTP/1.1¶Host: a¶Host: b¶¶"),
        Difference(
            "a Host that is none is an error", .malformedHost, own: 0, llhttp: 1,
            "GET / HTTP/1.1¶Host: a b¶¶"),
        Difference(
            "a target has only the characters of a URI, and no fragment", .malformedTarget, own: 0, llhttp: 1,
            #"GET /#a HTTP/1.1¶Host: a¶¶"#),
        Difference(
            "no more than sixteen empty lines may precede a request", .notARequest, own: 0, llhttp: 1,
            "¶¶¶¶¶¶¶¶¶¶¶¶¶¶¶¶¶GET / HTTP/1.1¶Host: a¶¶"),
        Difference(
            "an asterisk goes with OPTIONS only", .wrongTargetForm, own: 0, llhttp: 1,
            "GET * HTTP/1.1¶Host: a¶¶"),
        Difference(
            "an Expect that is not understood is an error", .unsupportedExpectation, own: 0, llhttp: 1,
            "GET / HTTP/1.1¶Host: a¶Expect: x¶¶"),
        Difference(
            "what may stand in the head only is an error in a trailer", .forbiddenTrailer, own: 0, llhttp: 1,
            "POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶¶0¶Host: b¶¶"),
    ]

    /// Refused by llhttp, accepted here.
    static let wider: [Difference] = [
        Difference(
            "any token is a method; it is for modules to know it", nil, own: 1, llhttp: 0,
            "BREW / HTTP/1.1¶Host: a¶¶"),
        Difference(
            "a minor version above 1 speaks HTTP/1.1 (RFC 9110, section 2.5)", nil, own: 1, llhttp: 0,
            "GET / HTTP/1.7¶Host: a¶¶"),
        Difference(
            "white space around a value is space or tab, before it and behind it", nil, own: 1, llhttp: 0,
            #"POST / HTTP/1.1¶Host: a¶Content-Length:\t2\t¶¶hi"#),
        Difference(
            "the same for a transfer coding", nil, own: 1, llhttp: 0,
            #"POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked\t¶¶0¶¶"#),
    ]
}
