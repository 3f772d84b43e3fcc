/// Request lines: an error's name, `more`, or `head`, method, target and what else must hold (see `ExpectedHead`).
enum RequestLineCorpus {
    static let methods = #"""
        # Methods are tokens; case counts
        head GET /                  | GET / HTTP/1.1¶Host: a¶¶
        head HEAD /                 | HEAD / HTTP/1.1¶Host: a¶¶
        head POST /                 | POST / HTTP/1.1¶Host: a¶¶
        head PROPFIND /dav          | PROPFIND /dav HTTP/1.1¶Host: a¶¶
        head get /                  | get / HTTP/1.1¶Host: a¶¶
        head M-SEARCH /             | M-SEARCH / HTTP/1.1¶Host: a¶¶
        head !#$%&'*+-.^_`|~09aZ /  | !#$%&'*+-.^_`|~09aZ / HTTP/1.1¶Host: a¶¶
        head {64*M} /               | {64*M} / HTTP/1.1¶Host: a¶¶
        methodTooLong               | {65*M} / HTTP/1.1¶Host: a¶¶
        malformedMethod             | GE(T / HTTP/1.1¶Host: a¶¶
        malformedMethod             | GET: / HTTP/1.1¶Host: a¶¶
        malformedMethod             | GET\xC3\xA4 / HTTP/1.1¶Host: a¶¶
        malformedMethod             | GET/ HTTP/1.1¶Host: a¶¶
        controlCharacter            | GE\0T / HTTP/1.1¶Host: a¶¶
        controlCharacter            | GE\x7FT / HTTP/1.1¶Host: a¶¶
        missingVersion              | GET¶Host: a¶¶
        bareLineFeed                | GET\n / HTTP/1.1¶Host: a¶¶
        notARequest                 | \x20GET / HTTP/1.1¶Host: a¶¶
        notARequest                 | \tGET / HTTP/1.1¶Host: a¶¶
        notARequest                 | \nGET / HTTP/1.1¶Host: a¶¶
        notARequest                 | \0
        notARequest                 | \x16\x03\x01\x02
        notARequest                 | \x80GET / HTTP/1.1¶Host: a¶¶
        notARequest                 | :GET / HTTP/1.1¶Host: a¶¶
        # Sixteen empty lines may stand before a request, and no more
        head GET /                  | ¶GET / HTTP/1.1¶Host: a¶¶
        head GET /                  | ¶¶GET / HTTP/1.1¶Host: a¶¶
        head GET /                  | {16*¶}GET / HTTP/1.1¶Host: a¶¶
        notARequest                 | {17*¶}
        notARequest                 | {17*¶}GET / HTTP/1.1¶Host: a¶¶
        notARequest                 | ¶\nGET / HTTP/1.1¶Host: a¶¶
        notARequest                 | ¶¶\nGET / HTTP/1.1¶Host: a¶¶
        notARequest                 | ¶¶\x20¶GET / HTTP/1.1¶Host: a¶¶
        bareCarriageReturn          | \rGET / HTTP/1.1¶Host: a¶¶
        bareCarriageReturn          | \r\r\nGET / HTTP/1.1¶Host: a¶¶
        bareCarriageReturn          | ¶¶\rGET / HTTP/1.1¶Host: a¶¶
        # Not yet a request
        more                        |
        more                        | \r
        more                        | ¶
        more                        | G
        more                        | GET / HTTP/1.1
        more                        | GET / HTTP/1.1\r
        more                        | GET / HTTP/1.1¶
        more                        | GET / HTTP/1.1¶Host: a
        more                        | GET / HTTP/1.1¶Host: a¶
        more                        | GET / HTTP/1.1¶Host: a¶\r
        more                        | GET / HTTP/1.1¶Host : a
        more                        | ¶G
        more                        | ¶¶
        more                        | ¶¶\r
        more                        | {16*¶}
        more                        | {16*¶}\r
        """#

    static let versions = #"""
        # HTTP/1.x is spoken; minor versions above 1 as 1.1
        head GET / http/1.0 close   | GET / HTTP/1.0¶Host: a¶¶
        head GET / http/1.0 close   | GET / HTTP/1.0¶¶
        head GET / http/1.2         | GET / HTTP/1.2¶Host: a¶¶
        head GET / http/1.9         | GET / HTTP/1.9¶Host: a¶¶
        missingHost                 | GET / HTTP/1.2¶¶
        unsupportedVersion          | GET / HTTP/0.9¶Host: a¶¶
        unsupportedVersion          | GET / HTTP/2.0¶Host: a¶¶
        unsupportedVersion          | GET / HTTP/3.0¶¶
        unsupportedVersion          | GET / HTTP/9.9¶¶
        http2WithoutUpgrade         | PRI * HTTP/2.0¶¶SM¶¶
        unsupportedVersion          | pri2 /x HTTP/2.0¶¶
        # Anything else is no version
        missingVersion              | GET /¶
        missingVersion              | GET /¶Host: a¶¶
        malformedVersion            | GET / ¶Host: a¶¶
        malformedVersion            | GET / HTTP¶Host: a¶¶
        malformedVersion            | GET / HTTP/¶Host: a¶¶
        malformedVersion            | GET / HTTP/1¶Host: a¶¶
        malformedVersion            | GET / HTTP/1.¶Host: a¶¶
        malformedVersion            | GET / HTTP/1.10¶Host: a¶¶
        malformedVersion            | GET / HTTP/01.1¶Host: a¶¶
        malformedVersion            | GET / HTTP/11.1¶Host: a¶¶
        malformedVersion            | GET / HTTP/1,1¶Host: a¶¶
        malformedVersion            | GET / HTTP/a.1¶Host: a¶¶
        malformedVersion            | GET / HTTP/1.x¶Host: a¶¶
        malformedVersion            | GET / HTTP/1.1x¶Host: a¶¶
        malformedVersion            | GET / http/1.1¶Host: a¶¶
        malformedVersion            | GET / Http/1.1¶Host: a¶¶
        malformedVersion            | GET / HTTPS/1.1¶Host: a¶¶
        malformedVersion            | GET / ICY/1.1¶Host: a¶¶
        malformedVersion            | GET / HTTP/\x001.1¶Host: a¶¶
        # Exactly one space in two places, and a full line end
        whiteSpaceInRequestLine     | GET  / HTTP/1.1¶Host: a¶¶
        whiteSpaceInRequestLine     | GET /  HTTP/1.1¶Host: a¶¶
        whiteSpaceInRequestLine     | GET / HTTP/1.1 ¶Host: a¶¶
        whiteSpaceInRequestLine     | GET / HTTP/1.1\t¶Host: a¶¶
        whiteSpaceInRequestLine     | GET\t/ HTTP/1.1¶Host: a¶¶
        whiteSpaceInRequestLine     | GET /\tHTTP/1.1¶Host: a¶¶
        whiteSpaceInRequestLine     | GET \t/ HTTP/1.1¶Host: a¶¶
        malformedVersion            | GET /a b HTTP/1.1¶Host: a¶¶
        controlCharacter            | GET /\x0BHTTP/1.1¶Host: a¶¶
        controlCharacter            | GET\x0C/ HTTP/1.1¶Host: a¶¶
        bareLineFeed                | GET / HTTP/1.1\nHost: a\n\n
        bareLineFeed                | GET / HTTP/1.1\n
        bareLineFeed                | GET / HTTP/1.0\n
        bareCarriageReturn          | GET / HTTP/1.1\rHost: a¶¶
        bareCarriageReturn          | GET / HTTP/1.1\r\r\nHost: a¶¶
        bareCarriageReturn          | GET / HTTP/1.0\rHost: a¶¶
        bareLineFeed                | GET /\n HTTP/1.1¶Host: a¶¶
        """#

    static let targets = #"""
        # Origin form
        head GET /                              | GET / HTTP/1.1¶Host: a¶¶
        head GET //                             | GET // HTTP/1.1¶Host: a¶¶
        head GET /a/b.html?x=1&y=2 path=/a/b.html?x=1&y=2 | GET /a/b.html?x=1&y=2 HTTP/1.1¶Host: a¶¶
        head GET /?                             | GET /? HTTP/1.1¶Host: a¶¶
        head GET /%zz                           | GET /%zz HTTP/1.1¶Host: a¶¶
        head GET /a|b{c}^`[]\\                  | GET /a|b{c}^`[]\\ HTTP/1.1¶Host: a¶¶
        head GET /:@!$&'()*+,;=-._~             | GET /:@!$&'()*+,;=-._~ HTTP/1.1¶Host: a¶¶
        malformedTarget                         | GET /a#b HTTP/1.1¶Host: a¶¶
        malformedTarget                         | GET /a"b HTTP/1.1¶Host: a¶¶
        malformedTarget                         | GET /<script> HTTP/1.1¶Host: a¶¶
        malformedTarget                         | GET /\xC3\xA4 HTTP/1.1¶Host: a¶¶
        malformedTarget                         | GET /\x80 HTTP/1.1¶Host: a¶¶
        malformedTarget                         | GET # HTTP/1.1¶Host: a¶¶
        controlCharacter                        | GET /\0 HTTP/1.1¶Host: a¶¶
        controlCharacter                        | GET /\x7F HTTP/1.1¶Host: a¶¶
        controlCharacter                        | GET /\x1F HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | GET a HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | GET ?x HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | GET \\ HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | GET . HTTP/1.1¶Host: a¶¶
        # Absolute form; its authority overrides Host
        head GET http://b/x absolute host=b authority=b path=/x       | GET http://b/x HTTP/1.1¶Host: a¶¶
        head GET http://b:80/x?y absolute host=b:80 path=/x?y         | GET http://b:80/x?y HTTP/1.1¶Host: a¶¶
        head GET HTTP://b/ absolute host=b path=/                     | GET HTTP://b/ HTTP/1.1¶Host: a¶¶
        head GET https://b/ absolute https host=b path=/              | GET https://b/ HTTP/1.1¶Host: a¶¶
        head GET http://b absolute host=b path=                       | GET http://b HTTP/1.1¶Host: a¶¶
        head GET http://b?q absolute host=b path=?q                   | GET http://b?q HTTP/1.1¶Host: a¶¶
        head GET http://[::1]:8/ absolute host=[::1]:8 path=/         | GET http://[::1]:8/ HTTP/1.1¶Host: a¶¶
        head GET http://b/http://c/ absolute host=b path=/http://c/   | GET http://b/http://c/ HTTP/1.1¶Host: a¶¶
        head GET http://b/ absolute host=b http/1.0 close             | GET http://b/ HTTP/1.0¶¶
        head OPTIONS http://b absolute host=b path=                   | OPTIONS http://b HTTP/1.1¶Host: b¶¶
        missingHost                             | GET http://b/ HTTP/1.1¶¶
        malformedAuthority                      | GET http:// HTTP/1.1¶Host: a¶¶
        malformedAuthority                      | GET http:///x HTTP/1.1¶Host: a¶¶
        malformedAuthority                      | GET http://?x HTTP/1.1¶Host: a¶¶
        malformedAuthority                      | GET http://u@b/ HTTP/1.1¶Host: a¶¶
        malformedAuthority                      | GET http://u:p@b/ HTTP/1.1¶Host: a¶¶
        malformedAuthority                      | GET http://b\\c/ HTTP/1.1¶Host: a¶¶
        malformedAuthority                      | GET http://:80/ HTTP/1.1¶Host: a¶¶
        malformedAuthority                      | GET http://b:x/ HTTP/1.1¶Host: a¶¶
        malformedAuthority                      | GET http://b:99999/ HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | GET ftp://b/ HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | GET http:/b HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | GET http: HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | GET http HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | GET ://b/ HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | GET httpx://b/ HTTP/1.1¶Host: a¶¶
        # Asterisk form, with OPTIONS only
        head OPTIONS * asterisk host=a path=    | OPTIONS * HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | GET * HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | OPTIONS ** HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | options * HTTP/1.1¶Host: a¶¶
        # Authority form, with CONNECT only
        head CONNECT b:443 authority authority=b:443 host=a path=     | CONNECT b:443 HTTP/1.1¶Host: a¶¶
        head CONNECT [::1]:443 authority authority=[::1]:443          | CONNECT [::1]:443 HTTP/1.1¶Host: a¶¶
        malformedAuthority                      | CONNECT b HTTP/1.1¶Host: a¶¶
        malformedAuthority                      | CONNECT b: HTTP/1.1¶Host: a¶¶
        malformedAuthority                      | CONNECT http://b:443 HTTP/1.1¶Host: a¶¶
        malformedAuthority                      | CONNECT * HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | CONNECT / HTTP/1.1¶Host: a¶¶
        wrongTargetForm                         | GET b:443 HTTP/1.1¶Host: a¶¶
        """#
}
