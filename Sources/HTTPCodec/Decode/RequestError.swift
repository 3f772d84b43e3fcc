/// Why a request was refused: one case for each fault, with the status to answer and a sentence that names the fault.
///
/// After any of these the connection must be closed, since nobody can say where the next request would begin.
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
