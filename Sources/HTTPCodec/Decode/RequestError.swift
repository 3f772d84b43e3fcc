/// Why a request was refused: one case for each fault, with the status to answer and a sentence that names the fault.
///
/// After any of these the connection must be closed, since where the next request would begin is not known.
package enum RequestError: UInt8, Error, CaseIterable, Sendable {
    // The request line
    case notARequest
    case malformedMethod
    case methodTooLong
    case malformedTarget
    case targetTooLong
    case wrongTargetForm
    case malformedAuthority
    case whiteSpaceInRequestLine
    case missingVersion
    case malformedVersion
    case unsupportedVersion
    case http2WithoutUpgrade
    // Any line
    case bareCarriageReturn
    case bareLineFeed
    case controlCharacter
    // Field lines
    case foldedLine
    case emptyFieldName
    case malformedFieldName
    case whiteSpaceBeforeColon
    case missingColon
    case fieldSectionTooLarge
    case tooManyFields
    // What the fields say
    case missingHost
    case repeatedHost
    case malformedHost
    case malformedConnection
    case unsupportedExpectation
    case malformedContentLength
    case contentLengthTooLarge
    case repeatedContentLength
    case contentLengthWithTransferEncoding
    case transferEncodingInHTTP10
    case malformedTransferEncoding
    case chunkedNotLast
    case chunkedRepeated
    case unsupportedTransferCoding
    // Chunked bodies
    case malformedChunkSize
    case chunkSizeTooLarge
    case malformedChunkExtension
    case chunkExtensionsTooLarge
    case chunkDataWithoutLineEnd
    case forbiddenTrailer
    // The URL
    case malformedPercentEncoding
    case controlCharacterInPath
    case backslashInPath
    case invalidUTF8InPath
    case pathAboveRoot
    case urlTooLong

    /// The status code of the answer.
    package var status: UInt16 {
        switch self {
        case .targetTooLong, .urlTooLong: 414
        case .unsupportedExpectation: 417
        case .fieldSectionTooLarge, .tooManyFields: 431
        case .methodTooLong, .unsupportedTransferCoding: 501
        case .unsupportedVersion, .http2WithoutUpgrade: 505
        default: 400
        }
    }
}

extension RequestError {
    /// What was wrong, as the subject of a sentence: "refused because of \(reason)". Fit for a log and for an answer.
    package var reason: StaticString {
        switch self {
        case .notARequest: "a first byte that cannot begin a request"
        case .malformedMethod: "a byte in the method that is not a token character"
        case .methodTooLong: "a method longer than any that is known"
        case .malformedTarget: "a byte in the request target that is not allowed there unencoded"
        case .targetTooLong: "a request target longer than the limit"
        case .wrongTargetForm: "a form of request target that does not go with the method"
        case .malformedAuthority: "a malformed authority in the request target"
        case .whiteSpaceInRequestLine: "white space in the request line beyond its two single spaces"
        case .missingVersion: "a request line without a version, as in HTTP/0.9"
        case .malformedVersion: "a malformed HTTP version"
        case .unsupportedVersion: "a version that is neither HTTP/1.0 nor HTTP/1.1"
        case .http2WithoutUpgrade: "an HTTP/2 connection preface on a connection that speaks HTTP/1.1"
        case .bareCarriageReturn: "a carriage return that no line feed follows"
        case .bareLineFeed: "a line feed that no carriage return precedes"
        case .controlCharacter: "a control character"
        case .foldedLine: "a field line that begins with white space"
        case .emptyFieldName: "a field line without a name"
        case .malformedFieldName: "a byte in a field name that is not a token character"
        case .whiteSpaceBeforeColon: "white space before the colon of a field line"
        case .missingColon: "a field line without a colon"
        case .fieldSectionTooLarge: "field lines larger than the limit"
        case .tooManyFields: "more field lines than the limit"
        default: meaningReason
        }
    }

    private var meaningReason: StaticString {
        switch self {
        case .missingHost: "a request without a Host field"
        case .repeatedHost: "more than one Host field"
        case .malformedHost: "a malformed Host field"
        case .malformedConnection: "a Connection field that is not a list of tokens"
        case .unsupportedExpectation: "an expectation other than 100-continue"
        case .malformedContentLength: "a Content-Length that is not a decimal number"
        case .contentLengthTooLarge: "a Content-Length beyond 63 bits"
        case .repeatedContentLength: "more than one Content-Length"
        case .contentLengthWithTransferEncoding: "Content-Length together with Transfer-Encoding"
        case .transferEncodingInHTTP10: "Transfer-Encoding in an HTTP/1.0 request"
        case .malformedTransferEncoding: "a malformed Transfer-Encoding"
        case .chunkedNotLast: "a transfer coding applied after chunked"
        case .chunkedRepeated: "the chunked transfer coding applied twice"
        case .unsupportedTransferCoding: "a transfer coding other than chunked"
        default: bodyReason
        }
    }

    private var bodyReason: StaticString {
        switch self {
        case .malformedChunkSize: "a malformed chunk size line"
        case .chunkSizeTooLarge: "a chunk size beyond 63 bits or with more than 16 digits"
        case .malformedChunkExtension: "a malformed chunk extension"
        case .chunkExtensionsTooLarge: "chunk extensions larger than the limit"
        case .chunkDataWithoutLineEnd: "chunk data that does not end where its size says"
        case .forbiddenTrailer: "a trailer field that may only stand in the head"
        case .malformedPercentEncoding: "a percent sign that two hexadecimal digits do not follow"
        case .controlCharacterInPath: "an encoded control character in the path"
        case .backslashInPath: "a backslash in the path"
        case .invalidUTF8InPath: "a path that is not valid UTF-8 when decoded"
        case .pathAboveRoot: "a path that leads above the root"
        case .urlTooLong: "a URL longer than the limit"
        default: "an unknown fault"
        }
    }
}
