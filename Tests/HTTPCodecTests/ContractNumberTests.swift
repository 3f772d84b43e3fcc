import CModuleABI
import HTTPCodec
import Testing

/// The codec includes no header of the contract, and has its numbers all the same.
@Suite("The codec's numbers and those of the contract")
struct ContractNumberTests {
    @Test("Every request field has its HTTP_HEADER_ID")
    func requestFields() {
        let expected: [(RequestHeaderID, HTTP_HEADER_ID)] = [
            (.cacheControl, HttpHeaderCacheControl), (.connection, HttpHeaderConnection), (.date, HttpHeaderDate),
            (.keepAlive, HttpHeaderKeepAlive), (.pragma, HttpHeaderPragma), (.trailer, HttpHeaderTrailer),
            (.transferEncoding, HttpHeaderTransferEncoding), (.upgrade, HttpHeaderUpgrade), (.via, HttpHeaderVia),
            (.warning, HttpHeaderWarning), (.allow, HttpHeaderAllow), (.contentLength, HttpHeaderContentLength),
            (.contentType, HttpHeaderContentType), (.contentEncoding, HttpHeaderContentEncoding),
            (.contentLanguage, HttpHeaderContentLanguage), (.contentLocation, HttpHeaderContentLocation),
            (.contentMD5, HttpHeaderContentMd5), (.contentRange, HttpHeaderContentRange),
            (.expires, HttpHeaderExpires), (.lastModified, HttpHeaderLastModified), (.accept, HttpHeaderAccept),
            (.acceptCharset, HttpHeaderAcceptCharset), (.acceptEncoding, HttpHeaderAcceptEncoding),
            (.acceptLanguage, HttpHeaderAcceptLanguage), (.authorization, HttpHeaderAuthorization),
            (.cookie, HttpHeaderCookie), (.expect, HttpHeaderExpect), (.from, HttpHeaderFrom),
            (.host, HttpHeaderHost), (.ifMatch, HttpHeaderIfMatch), (.ifModifiedSince, HttpHeaderIfModifiedSince),
            (.ifNoneMatch, HttpHeaderIfNoneMatch), (.ifRange, HttpHeaderIfRange),
            (.ifUnmodifiedSince, HttpHeaderIfUnmodifiedSince), (.maxForwards, HttpHeaderMaxForwards),
            (.proxyAuthorization, HttpHeaderProxyAuthorization), (.referer, HttpHeaderReferer),
            (.range, HttpHeaderRange), (.te, HttpHeaderTe), (.translate, HttpHeaderTranslate),
            (.userAgent, HttpHeaderUserAgent),
        ]
        #expect(expected.map(\.0) == RequestHeaderID.allCases)
        #expect(expected.count == Int(HttpHeaderRequestMaximum.rawValue))
        for (field, id) in expected {
            #expect(UInt32(field.rawValue) == id.rawValue)
            #expect(field.bit == 1 << UInt64(id.rawValue))
        }
    }

    @Test("Every response field has its HTTP_HEADER_ID")
    func responseFields() {
        let expected: [(ResponseHeaderID, HTTP_HEADER_ID)] = [
            (.cacheControl, HttpHeaderCacheControl), (.connection, HttpHeaderConnection), (.date, HttpHeaderDate),
            (.keepAlive, HttpHeaderKeepAlive), (.pragma, HttpHeaderPragma), (.trailer, HttpHeaderTrailer),
            (.transferEncoding, HttpHeaderTransferEncoding), (.upgrade, HttpHeaderUpgrade), (.via, HttpHeaderVia),
            (.warning, HttpHeaderWarning), (.allow, HttpHeaderAllow), (.contentLength, HttpHeaderContentLength),
            (.contentType, HttpHeaderContentType), (.contentEncoding, HttpHeaderContentEncoding),
            (.contentLanguage, HttpHeaderContentLanguage), (.contentLocation, HttpHeaderContentLocation),
            (.contentMD5, HttpHeaderContentMd5), (.contentRange, HttpHeaderContentRange),
            (.expires, HttpHeaderExpires), (.lastModified, HttpHeaderLastModified),
            (.acceptRanges, HttpHeaderAcceptRanges), (.age, HttpHeaderAge), (.eTag, HttpHeaderEtag),
            (.location, HttpHeaderLocation), (.proxyAuthenticate, HttpHeaderProxyAuthenticate),
            (.retryAfter, HttpHeaderRetryAfter), (.server, HttpHeaderServer), (.setCookie, HttpHeaderSetCookie),
            (.vary, HttpHeaderVary), (.wwwAuthenticate, HttpHeaderWwwAuthenticate),
        ]
        #expect(expected.map(\.0) == ResponseHeaderID.allCases)
        #expect(expected.count == Int(HttpHeaderResponseMaximum.rawValue))
        for (field, id) in expected {
            #expect(UInt32(field.rawValue) == id.rawValue)
            #expect(field.bit == 1 << UInt64(id.rawValue))
        }
    }

    @Test("Every method has its HTTP_VERB")
    func verbs() {
        let expected: [(HTTPVerb, HTTP_VERB)] = [
            (.unparsed, HttpVerbUnparsed), (.unknown, HttpVerbUnknown), (.invalid, HttpVerbInvalid),
            (.options, HttpVerbOPTIONS), (.get, HttpVerbGET), (.head, HttpVerbHEAD), (.post, HttpVerbPOST),
            (.put, HttpVerbPUT), (.delete, HttpVerbDELETE), (.trace, HttpVerbTRACE), (.connect, HttpVerbCONNECT),
            (.track, HttpVerbTRACK), (.move, HttpVerbMOVE), (.copy, HttpVerbCOPY), (.propfind, HttpVerbPROPFIND),
            (.proppatch, HttpVerbPROPPATCH), (.mkcol, HttpVerbMKCOL), (.lock, HttpVerbLOCK),
            (.unlock, HttpVerbUNLOCK), (.search, HttpVerbSEARCH),
        ]
        #expect(expected.map(\.0) == HTTPVerb.allCases)
        #expect(expected.count == Int(HttpVerbMaximum.rawValue))
        for (verb, number) in expected { #expect(UInt32(verb.rawValue) == number.rawValue) }
    }
}
