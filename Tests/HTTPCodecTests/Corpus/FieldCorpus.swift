/// Field lines, and what they say about host and connection.
enum FieldCorpus {
    static let lines = #"""
        # Names, white space and values
        head GET / fields=1                  | GET / HTTP/1.1¶Host: a¶¶
        head GET / fields=1 host=a           | GET / HTTP/1.1¶host:a¶¶
        head GET / fields=1 host=a           | GET / HTTP/1.1¶HOST: \t a \t¶¶
        head GET / fields=2                  | GET / HTTP/1.1¶Host: a¶X:¶¶
        head GET / fields=2                  | GET / HTTP/1.1¶Host: a¶X: \t ¶¶
        head GET / fields=2                  | GET / HTTP/1.1¶Host: a¶X: a b\tc¶¶
        head GET / fields=2                  | GET / HTTP/1.1¶Host: a¶X: \x80\xFF\xC3\xA4¶¶
        head GET / fields=2                  | GET / HTTP/1.1¶Host: a¶X: :::¶¶
        head GET / fields=2                  | GET / HTTP/1.1¶Host: a¶!#$%&'*+-.^_`|~09aZ: x¶¶
        head GET / fields=3                  | GET / HTTP/1.1¶X: 1¶Host: a¶X: 2¶¶
        head GET / fields=2                  | GET / HTTP/1.1¶Host: a¶X: {1000*abc }¶¶
        head GET / fields=2                  | GET / HTTP/1.1¶Host: a¶X: \t{20*\ta}\t¶¶
        # Names that are not tokens
        emptyFieldName                       | GET / HTTP/1.1¶: a¶Host: a¶¶
        emptyFieldName                       | GET / HTTP/1.1¶Host: a¶:¶¶
        malformedFieldName                   | GET / HTTP/1.1¶Host: a¶X(: a¶¶
        malformedFieldName                   | GET / HTTP/1.1¶Host: a¶X/Y: a¶¶
        malformedFieldName                   | GET / HTTP/1.1¶Host: a¶X\xC3\xA4: a¶¶
        malformedFieldName                   | GET / HTTP/1.1¶Host: a¶"X": a¶¶
        malformedFieldName                   | GET / HTTP/1.1¶Host: a¶X@: a¶¶
        malformedFieldName                   | GET / HTTP/1.1¶Host: a¶X[0]: a¶¶
        malformedFieldName                   | GET / HTTP/1.1¶Host: a¶X;: a¶¶
        malformedFieldName                   | GET / HTTP/1.1¶Host: a¶X=1¶¶
        controlCharacter                     | GET / HTTP/1.1¶Host: a¶X\0: a¶¶
        controlCharacter                     | GET / HTTP/1.1¶Host: a¶\x01X: a¶¶
        controlCharacter                     | GET / HTTP/1.1¶Host: a¶X\x7F: a¶¶
        controlCharacter                     | GET / HTTP/1.1¶Host: a¶X\x0B: a¶¶
        missingColon                         | GET / HTTP/1.1¶Host: a¶X¶¶
        missingColon                         | GET / HTTP/1.1¶Host¶¶
        whiteSpaceBeforeColon                | GET / HTTP/1.1¶GET / HTTP/1.1¶Host: a¶¶
        # White space where it was used to smuggle
        whiteSpaceBeforeColon                | GET / HTTP/1.1¶Host : a¶¶
        whiteSpaceBeforeColon                | GET / HTTP/1.1¶Host\t: a¶¶
        whiteSpaceBeforeColon                | GET / HTTP/1.1¶Host: a¶Transfer-Encoding : chunked¶¶
        whiteSpaceBeforeColon                | GET / HTTP/1.1¶Host: a¶X y: a¶¶
        foldedLine                           | GET / HTTP/1.1¶Host: a¶X: 1¶ 2¶¶
        foldedLine                           | GET / HTTP/1.1¶Host: a¶X: 1¶\t2¶¶
        foldedLine                           | GET / HTTP/1.1¶ Host: a¶¶
        foldedLine                           | GET / HTTP/1.1¶\tHost: a¶¶
        foldedLine                           | GET / HTTP/1.1¶Host: a¶ ¶¶
        # Line ends
        bareLineFeed                         | GET / HTTP/1.1¶Host: a\n
        bareLineFeed                         | GET / HTTP/1.1¶Host: a\n\n
        bareLineFeed                         | GET / HTTP/1.1¶Host: a\nX: b¶¶
        bareLineFeed                         | GET / HTTP/1.1¶Host: a¶\nX: b¶¶
        bareLineFeed                         | GET / HTTP/1.1¶Host: a¶X\n: b¶¶
        bareLineFeed                         | GET / HTTP/1.1¶Host: a¶X:\n¶
        bareCarriageReturn                   | GET / HTTP/1.1¶Host: a\rX: b¶¶
        bareCarriageReturn                   | GET / HTTP/1.1¶Host: a\r\r\n¶
        bareCarriageReturn                   | GET / HTTP/1.1¶Host: a¶\rX: b¶¶
        bareCarriageReturn                   | GET / HTTP/1.1¶Host: a¶X: \r ¶¶
        bareCarriageReturn                   | GET / HTTP/1.1¶Host: a¶\r¶
        # Control characters in values
        controlCharacter                     | GET / HTTP/1.1¶Host: a¶X: \0¶¶
        controlCharacter                     | GET / HTTP/1.1¶Host: a¶X: a\0b¶¶
        controlCharacter                     | GET / HTTP/1.1¶Host: a¶X: 12345678901234567\x01¶¶
        controlCharacter                     | GET / HTTP/1.1¶Host: a¶X: \x7F¶¶
        controlCharacter                     | GET / HTTP/1.1¶Host: a¶X: \x1B[0m¶¶
        controlCharacter                     | GET / HTTP/1.1¶Host: a¶X: \x0B¶¶
        controlCharacter                     | GET / HTTP/1.1¶Host: a¶X: \x0C¶¶
        controlCharacter                     | GET / HTTP/1.1¶Host: a¶X: \x08¶¶
        """#

    static let hosts = #"""
        # Exactly one in HTTP/1.1, at most one in HTTP/1.0
        head GET / host=                     | GET / HTTP/1.1¶Host:¶¶
        head GET / host= http/1.0 close      | GET / HTTP/1.0¶X: y¶¶
        head GET / host=a http/1.0 close     | GET / HTTP/1.0¶Host: a¶¶
        missingHost                          | GET / HTTP/1.1¶¶
        missingHost                          | GET / HTTP/1.1¶X: y¶¶
        missingHost                          | GET / HTTP/1.1¶Hosts: a¶¶
        missingHost                          | GET / HTTP/1.1¶Hos: a¶¶
        repeatedHost                         | GET / HTTP/1.1¶Host: a¶Host: a¶¶
        repeatedHost                         | GET / HTTP/1.1¶Host: a¶host: b¶¶
        repeatedHost                         | GET / HTTP/1.1¶Host:¶Host: b¶¶
        repeatedHost                         | GET / HTTP/1.0¶Host: a¶Host: a¶¶
        # Names, addresses and ports
        head GET / host=example.com          | GET / HTTP/1.1¶Host: example.com¶¶
        head GET / host=example.com:8080     | GET / HTTP/1.1¶Host: example.com:8080¶¶
        head GET / host=example.com:         | GET / HTTP/1.1¶Host: example.com:¶¶
        head GET / host=a:65535              | GET / HTTP/1.1¶Host: a:65535¶¶
        head GET / host=a:00080              | GET / HTTP/1.1¶Host: a:00080¶¶
        head GET / host=127.0.0.1:80         | GET / HTTP/1.1¶Host: 127.0.0.1:80¶¶
        head GET / host=a_b-c.~d!$&'()*+,;=  | GET / HTTP/1.1¶Host: a_b-c.~d!$&'()*+,;=¶¶
        head GET / host=%C3%A4.de            | GET / HTTP/1.1¶Host: %C3%A4.de¶¶
        head GET / host=[::]                 | GET / HTTP/1.1¶Host: [::]¶¶
        head GET / host=[::1]                | GET / HTTP/1.1¶Host: [::1]¶¶
        head GET / host=[::1]:80             | GET / HTTP/1.1¶Host: [::1]:80¶¶
        head GET / host=[1:2:3:4:5:6:7:8]    | GET / HTTP/1.1¶Host: [1:2:3:4:5:6:7:8]¶¶
        head GET / host=[2001:DB8::ff:0]     | GET / HTTP/1.1¶Host: [2001:DB8::ff:0]¶¶
        head GET / host=[1::]                | GET / HTTP/1.1¶Host: [1::]¶¶
        head GET / host=[1:2:3:4:5:6:7::]    | GET / HTTP/1.1¶Host: [1:2:3:4:5:6:7::]¶¶
        head GET / host=[::ffff:1.2.3.4]     | GET / HTTP/1.1¶Host: [::ffff:1.2.3.4]¶¶
        head GET / host=[1:2:3:4:5:6:1.2.3.4] | GET / HTTP/1.1¶Host: [1:2:3:4:5:6:1.2.3.4]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a b¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a/b¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a?b¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a#b¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a\\b¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: u@a¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: http://a¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a\tb¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a"b¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: <a>¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: \xC3\xA4.de¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a%¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a%2¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a%zz¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a:b¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a:80:80¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a:65536¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a:000080¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: a:-1¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: :80¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: ::1¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: []¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [:]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [:::]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [::1¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [::1]x¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [::1%eth0]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [v1.a]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [1]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [1:]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [:1:2:3:4:5:6:7]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [1::2::3]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [12345::]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [g::]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [1:2:3:4:5:6:7]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [1:2:3:4:5:6:7:8:9]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [1:2:3:4:5:6:7:8::]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [::1.2.3]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [::1.2.3.4.5]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [::1.2.3.256]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [::1.2.3.04]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [::1.2.3.]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [::a.2.3.4]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [::1.2.3.4:5]¶¶
        malformedHost                        | GET / HTTP/1.1¶Host: [1:2:3:4:5:6:7:1.2.3.4]¶¶
        """#

    static let connections = #"""
        # HTTP/1.1 stays open unless told otherwise
        head GET /                           | GET / HTTP/1.1¶Host: a¶Connection: keep-alive¶¶
        head GET / close                     | GET / HTTP/1.1¶Host: a¶Connection: close¶¶
        head GET / close                     | GET / HTTP/1.1¶Host: a¶connection: CLOSE¶¶
        head GET / close                     | GET / HTTP/1.1¶Host: a¶Connection: keep-alive, close¶¶
        head GET / close                     | GET / HTTP/1.1¶Host: a¶Connection: x,close ,\ty¶¶
        head GET / close                     | GET / HTTP/1.1¶Host: a¶Connection: keep-alive¶Connection: close¶¶
        head GET / close                     | GET / HTTP/1.1¶Connection: close¶Host: a¶Connection: keep-alive¶¶
        head GET /                           | GET / HTTP/1.1¶Host: a¶Connection: closed¶¶
        head GET /                           | GET / HTTP/1.1¶Host: a¶Connection: clos¶¶
        head GET /                           | GET / HTTP/1.1¶Host: a¶Connection:¶¶
        head GET / close                     | GET / HTTP/1.1¶Host: a¶Connection: ,,close,¶¶
        head GET / upgrade                   | GET / HTTP/1.1¶Host: a¶Connection: Upgrade¶Upgrade: websocket¶¶
        head GET / upgrade                   | GET / HTTP/1.1¶Host: a¶Connection: keep-alive, Upgrade¶¶
        head GET /                           | GET / HTTP/1.1¶Host: a¶Upgrade: websocket¶¶
        head GET / close                     | GET / HTTP/1.1¶Host: a¶Connection: {30*x,}close¶¶
        # HTTP/1.0 closes unless told otherwise, and knows no upgrade
        head GET / http/1.0                  | GET / HTTP/1.0¶Connection: keep-alive¶¶
        head GET / http/1.0                  | GET / HTTP/1.0¶Host: a¶Connection: Keep-Alive¶¶
        head GET / http/1.0 close            | GET / HTTP/1.0¶Connection: close¶¶
        head GET / http/1.0 close            | GET / HTTP/1.0¶Connection: keep-alive, close¶¶
        head GET / http/1.0 close            | GET / HTTP/1.0¶Connection: upgrade¶¶
        # A list of tokens
        malformedConnection                  | GET / HTTP/1.1¶Host: a¶Connection: keep alive¶¶
        malformedConnection                  | GET / HTTP/1.1¶Host: a¶Connection: "close"¶¶
        malformedConnection                  | GET / HTTP/1.1¶Host: a¶Connection: close;x¶¶
        malformedConnection                  | GET / HTTP/1.1¶Host: a¶Connection: close\xA0¶¶
        malformedConnection                  | GET / HTTP/1.1¶Host: a¶Connection: close, a/b¶¶
        # Expectations
        head POST / length=5 continue        | POST / HTTP/1.1¶Host: a¶Expect: 100-continue¶Content-Length: 5¶¶
        head POST / chunked continue         | POST / HTTP/1.1¶Host: a¶Expect: 100-Continue¶Transfer-Encoding: chunked¶¶
        head POST / length=0                 | POST / HTTP/1.1¶Host: a¶Expect: 100-continue¶Content-Length: 0¶¶
        head POST /                          | POST / HTTP/1.1¶Host: a¶Expect: 100-continue¶¶
        head POST / http/1.0 close length=5  | POST / HTTP/1.0¶Expect: 100-continue¶Content-Length: 5¶¶
        head POST / http/1.0 close length=5  | POST / HTTP/1.0¶Expect: other¶Content-Length: 5¶¶
        unsupportedExpectation               | POST / HTTP/1.1¶Host: a¶Expect: 200-ok¶¶
        unsupportedExpectation               | POST / HTTP/1.1¶Host: a¶Expect: 100-continue, x¶¶
        unsupportedExpectation               | POST / HTTP/1.1¶Host: a¶Expect: 100-continue;q=1¶¶
        unsupportedExpectation               | POST / HTTP/1.1¶Host: a¶Expect:¶¶
        unsupportedExpectation               | POST / HTTP/1.1¶Host: a¶Expect: 100-continu¶¶
        unsupportedExpectation               | POST / HTTP/1.1¶Host: a¶Expect: x¶Expect: 100-continue¶¶
        unsupportedExpectation               | POST / HTTP/1.1¶Host: a¶Expect: \xB10-continue¶¶
        """#
}
