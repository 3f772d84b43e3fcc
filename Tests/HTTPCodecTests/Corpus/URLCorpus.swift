/// Targets: an error's name, or the cooked path and, if there is one, `query=` with the query. `as-is` says that the
/// path must be usable as received.
enum URLCorpus {
    static let targets = #"""
        # Nothing to do
        / as-is                     | /
        /a/b as-is                  | /a/b
        /a/b/ as-is                 | /a/b/
        /a.b/c.html as-is           | /a.b/c.html
        /a../b... as-is             | /a../b...
        /a;b=c/d,e+f as-is          | /a;b=c/d,e+f
        /a:b@c as-is                | /a:b@c
        /{a}|b^`[] as-is            | /{a}|b^`[]
        / query= as-is              | /?
        / query=x as-is             | /?x
        /a query=b?c as-is          | /a?b?c
        /a query=../%zz%00%2f\\ as-is | /a?../%zz%00%2f\\
        # Empty paths, as absolute targets have them
        /                           |
        / query=                    | ?
        / query=x=/../y             | ?x=/../y
        # Decoded once
        /A                          | /%41
        /a\x20b                     | /a%20b
        /%41                        | /%2541
        /%                          | /%25
        /a%2fb                      | /a%252fb
        /~user                      | /%7Euser
        /a?b query=c                | /a%3Fb?c
        /a#b                        | /a%23b
        /+                          | /+
        /"<>                        | /%22%3C%3e
        /ab query=%41               | /%61%62?%41
        # Malformed encodings
        malformedPercentEncoding    | /%
        malformedPercentEncoding    | /%4
        malformedPercentEncoding    | /%zz
        malformedPercentEncoding    | /%4g
        malformedPercentEncoding    | /%g4
        malformedPercentEncoding    | /%%41
        malformedPercentEncoding    | /%u0041
        malformedPercentEncoding    | /%-1
        malformedPercentEncoding    | /a%4?1
        malformedPercentEncoding    | /a%?41
        malformedPercentEncoding    | /a%/b
        malformedPercentEncoding    | /x/%zz/../y
        # Separators in disguise
        /a%2Fb                      | /a%2Fb
        /a%2Fb                      | /a%2fb
        /%2F                        | /%2F
        /..%2F..%2Fetc/passwd       | /..%2f..%2fetc/passwd
        /b                          | /a%2f..%2f/../b
        /%2F..                      | /a/../%2f%2e%2e
        pathAboveRoot               | /%2f/../../x
        backslashInPath             | /a\\b
        backslashInPath             | /a%5Cb
        backslashInPath             | /..\\..\\x
        backslashInPath             | /%5c
        # Control characters
        controlCharacterInPath      | /%00
        controlCharacterInPath      | /a%00.html
        controlCharacterInPath      | /%0d%0aSet-Cookie:x
        controlCharacterInPath      | /%09
        controlCharacterInPath      | /%1F
        controlCharacterInPath      | /%7F
        controlCharacterInPath      | /%C2%80
        controlCharacterInPath      | /%C2%9F
        # UTF-8
        /\xC2\xA0                   | /%C2%A0
        /\xC3\xA4/x                 | /%C3%A4/x
        /\xE2\x82\xAC               | /%E2%82%AC
        /\xED\x9F\xBF               | /%ED%9F%BF
        /\xEE\x80\x80               | /%EE%80%80
        /\xF0\x9F\x98\x80           | /%F0%9F%98%80
        /\xF4\x8F\xBF\xBF           | /%F4%8F%BF%BF
        invalidUTF8InPath           | /%80
        invalidUTF8InPath           | /%BFx
        invalidUTF8InPath           | /%C3
        invalidUTF8InPath           | /%C3/%A4
        invalidUTF8InPath           | /%C3x
        invalidUTF8InPath           | /%C0%AF
        invalidUTF8InPath           | /%C0%80
        invalidUTF8InPath           | /%C1%BF
        invalidUTF8InPath           | /%E0%80%AF
        invalidUTF8InPath           | /%E0%9F%BF
        invalidUTF8InPath           | /%E2%82
        invalidUTF8InPath           | /%E2%28%A1
        invalidUTF8InPath           | /%ED%A0%80
        invalidUTF8InPath           | /%F0%80%80%80
        invalidUTF8InPath           | /%F0%8F%BF%BF
        invalidUTF8InPath           | /%F4%90%80%80
        invalidUTF8InPath           | /%F5%80%80%80
        invalidUTF8InPath           | /%FF
        invalidUTF8InPath           | /%FE%FF
        invalidUTF8InPath           | /%F0%9F%98
        invalidUTF8InPath           | /%F0%9F%98x
        invalidUTF8InPath           | /x/%ff/../y
        # Dot segments
        /                           | /.
        /                           | /./
        /a                          | /./a
        /a/                         | /a/.
        /a/b                        | /a/./b
        /                           | /a/..
        /                           | /a/../
        /b                          | /a/../b
        /a/                         | /a/b/..
        /a/c                        | /a/b/../c
        /c                          | /a/b/../../c
        /a/d                        | /a/./b/.././c/../d
        /...                        | /...
        /.a                         | /.a
        /..a                        | /..a
        /.a./b                      | /.a./b
        /b                          | /a/%2e%2e/b
        /b                          | /a/.%2E/b
        /b                          | /a/%2e./b
        /a                          | /%2e/a
        /a/%2e%2e/b                 | /a/%252e%252e/b
        / query=/..                 | /a/..?/..
        /a/..;/b                    | /a/..;/b
        /a/..\x20/b                 | /a/..%20/b
        pathAboveRoot               | /..
        pathAboveRoot               | /../
        pathAboveRoot               | /../a
        pathAboveRoot               | /a/../..
        pathAboveRoot               | /a/../../b
        pathAboveRoot               | /./..
        pathAboveRoot               | /%2e%2e/a
        pathAboveRoot               | /../..?x
        pathAboveRoot               | /a/b/../../../a/b
        # Empty segments
        // as-is                    | //
        //a as-is                   | //a
        /a//b as-is                 | /a//b
        /a// as-is                  | /a//
        //                          | //.
        //a                         | /.//a
        /                           | //..
        /a/                         | /a//..
        /a/b                        | /a//../b
        /b                          | //../b
        pathAboveRoot               | //../../b
        # Not a path
        malformedTarget             | a
        malformedTarget             | *
        malformedTarget             | %2fa
        malformedTarget             | .
        """#
}
