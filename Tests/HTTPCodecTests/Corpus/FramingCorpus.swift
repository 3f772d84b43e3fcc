/// How the end of a body is found, and what is refused because two readers could find two ends.
enum FramingCorpus {
    static let lengths = #"""
        head POST / length=0                 | POST / HTTP/1.1¶Host: a¶Content-Length: 0¶¶
        head POST / length=5 rest=5          | POST / HTTP/1.1¶Host: a¶Content-Length: 5¶¶hello
        head GET / length=5 rest=5           | GET / HTTP/1.1¶Host: a¶content-length:5¶¶hello
        head POST / length=7                 | POST / HTTP/1.1¶Host: a¶Content-Length: 0000000000000000000000007¶¶
        head POST / length=9223372036854775807 | POST / HTTP/1.1¶Host: a¶Content-Length: 9223372036854775807¶¶
        head POST / http/1.0 close length=5  | POST / HTTP/1.0¶Content-Length: 5¶¶
        head GET / rest=3                    | GET / HTTP/1.1¶Host: a¶¶GET
        contentLengthTooLarge                | POST / HTTP/1.1¶Host: a¶Content-Length: 9223372036854775808¶¶
        contentLengthTooLarge                | POST / HTTP/1.1¶Host: a¶Content-Length: 18446744073709551615¶¶
        contentLengthTooLarge                | POST / HTTP/1.1¶Host: a¶Content-Length: 18446744073709551616¶¶
        contentLengthTooLarge                | POST / HTTP/1.1¶Host: a¶Content-Length: 18446744073709551621¶¶
        contentLengthTooLarge                | POST / HTTP/1.1¶Host: a¶Content-Length: {400*9}¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: {40*9}x¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length:¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: ¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: -1¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: +5¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: 0x5¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: 5a¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: 5 5¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: 5,5¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: 5, 6¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: 5,¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: 5.0¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: "5"¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: 5\xA0¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: \xD9\xA5¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: 1e3¶¶
        malformedContentLength               | POST / HTTP/1.1¶Host: a¶Content-Length: 1_0¶¶
        repeatedContentLength                | POST / HTTP/1.1¶Host: a¶Content-Length: 5¶Content-Length: 5¶¶
        repeatedContentLength                | POST / HTTP/1.1¶Host: a¶Content-Length: 5¶Content-Length: 6¶¶
        repeatedContentLength                | POST / HTTP/1.1¶Host: a¶Content-Length: 0¶content-length: 6¶¶
        head POST / fields=2                 | POST / HTTP/1.1¶Host: a¶Content_Length: 5¶¶
        head POST / fields=2                 | POST / HTTP/1.1¶Host: a¶Content-Lengt: 5¶¶
        head POST / fields=2                 | POST / HTTP/1.1¶Host: a¶Content-Length1: 5¶¶
        """#

    static let codings = #"""
        head POST / chunked                  | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶¶
        head POST / chunked                  | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: CHUNKED¶¶
        head POST / chunked                  | POST / HTTP/1.1¶Host: a¶transfer-encoding:\tchunked\t¶¶
        head GET / chunked rest=5            | GET / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶¶0¶¶
        # With a length: the classic
        contentLengthWithTransferEncoding    | POST / HTTP/1.1¶Host: a¶Content-Length: 5¶Transfer-Encoding: chunked¶¶
        contentLengthWithTransferEncoding    | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶Content-Length: 5¶¶
        contentLengthWithTransferEncoding    | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: x¶Content-Length: 0¶¶
        contentLengthWithTransferEncoding    | POST / HTTP/1.0¶Transfer-Encoding: chunked¶Content-Length: 0¶¶
        transferEncodingInHTTP10             | POST / HTTP/1.0¶Transfer-Encoding: chunked¶¶
        transferEncodingInHTTP10             | POST / HTTP/1.0¶Host: a¶Transfer-Encoding: gzip¶¶
        # Codings that are not spoken here
        unsupportedTransferCoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: gzip¶¶
        unsupportedTransferCoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: gzip, chunked¶¶
        unsupportedTransferCoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: identity¶¶
        unsupportedTransferCoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: xchunked¶¶
        unsupportedTransferCoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunke¶¶
        unsupportedTransferCoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunkedchunked¶¶
        unsupportedTransferCoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: x;q="1"¶¶
        unsupportedTransferCoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: x ; q=1, chunked¶¶
        unsupportedTransferCoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: x¶Transfer-Encoding: chunked¶¶
        # Chunked is last, once, without parameters
        chunkedNotLast                       | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked, gzip¶¶
        chunkedNotLast                       | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked, identity¶¶
        chunkedNotLast                       | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶Transfer-Encoding: x¶¶
        chunkedRepeated                      | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked, chunked¶¶
        chunkedRepeated           | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked¶Transfer-Encoding: chunked¶¶
        malformedTransferEncoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked;q=1¶¶
        malformedTransferEncoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked ;q=1¶¶
        malformedTransferEncoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding:¶¶
        malformedTransferEncoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: ,¶¶
        malformedTransferEncoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: ,chunked¶¶
        malformedTransferEncoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked,¶¶
        malformedTransferEncoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: x,,chunked¶¶
        malformedTransferEncoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: "chunked"¶¶
        malformedTransferEncoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked x¶¶
        malformedTransferEncoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked\xA0¶¶
        malformedTransferEncoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: \x85chunked¶¶
        malformedTransferEncoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: [chunked]¶¶
        controlCharacter                     | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: \x0Bchunked¶¶
        controlCharacter                     | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: chunked\0¶¶
        bareLineFeed                         | POST / HTTP/1.1¶Host: a¶X: y\nTransfer-Encoding: chunked¶¶
        bareCarriageReturn                   | POST / HTTP/1.1¶Host: a¶X: y\rTransfer-Encoding: chunked¶¶
        malformedTransferEncoding            | POST / HTTP/1.1¶Host: a¶Transfer-Encoding:¶ chunked¶¶
        foldedLine                           | POST / HTTP/1.1¶Host: a¶Transfer-Encoding: x¶ chunked¶¶
        controlCharacter                     | POST / HTTP/1.1¶Host: a¶\0Transfer-Encoding: chunked¶¶
        head POST / fields=2                 | POST / HTTP/1.1¶Host: a¶Transfer_Encoding: chunked¶¶
        """#

    static let limits = #"""
        # Sixteen KiB of field lines, with the empty line; a hundred of them
        head GET / fields=2                  | GET / HTTP/1.1¶Host: a¶X: {16368*y}¶¶
        fieldSectionTooLarge                 | GET / HTTP/1.1¶Host: a¶X: {16369*y}¶¶
        fieldSectionTooLarge                 | GET / HTTP/1.1¶Host: a¶X: {16371*y}¶¶
        fieldSectionTooLarge                 | GET / HTTP/1.1¶Host: a¶X: {17000*y}
        fieldSectionTooLarge                 | GET / HTTP/1.1¶Host: a¶{17000*y}
        fieldSectionTooLarge                 | GET / HTTP/1.1¶X: {6000*y}¶X: {6000*y}¶X: {6000*y}¶¶
        fieldSectionTooLarge                 | GET / HTTP/1.1¶Host: a¶X: {17000*y}\0¶¶
        head GET / fields=100                | GET / HTTP/1.1¶Host: a¶{99*X: y¶}¶
        tooManyFields                        | GET / HTTP/1.1¶Host: a¶{100*X: y¶}¶
        tooManyFields                        | GET / HTTP/1.1¶{101*X: y¶}¶
        # 16,383 bytes of target
        head GET /{16382*a}                  | GET /{16382*a} HTTP/1.1¶Host: a¶¶
        targetTooLong                        | GET /{16383*a} HTTP/1.1¶Host: a¶¶
        targetTooLong                        | GET /{17000*a} HTTP/1.1¶Host: a¶¶
        targetTooLong                        | GET /{17000*a}
        targetTooLong                        | {17000*A}
        targetTooLong                        | GET /{17000*a}\0 HTTP/1.1¶Host: a¶¶
        """#
}
