/// Chunked bodies: `body=` with what they hold (`trailers=` with their trailer fields, each ended by a comma, and `rest=N`
/// for what follows them), `more=` with what has come so far, or an error's name.
enum ChunkedCorpus {
    static let bodies = #"""
        # Sizes and data
        body=                       | 0¶¶
        body=hello                  | 5¶hello¶0¶¶
        body=hello rest=4           | 5¶hello¶0¶¶GET\x20
        body=helloworld             | 5¶hello¶5¶world¶0¶¶
        body=0123456789             | a¶0123456789¶0¶¶
        body=0123456789             | A¶0123456789¶0¶¶
        body=0123456789             | 000000000000000a¶0123456789¶0¶¶
        body={300*x}                | 12c¶{300*x}¶0¶¶
        body={300*x}                | 12C¶{300*x}¶000¶¶
        body=0\r\n\r\n              | 5¶0¶¶¶0¶¶
        body=a\0\xFF                | 3¶a\0\xFF¶0¶¶
        more=                       |
        more=                       | 5
        more=                       | 5\r
        more=                       | 5¶
        more=hel                    | 5¶hel
        more=hello                  | 5¶hello
        more=hello                  | 5¶hello\r
        more=hello                  | 5¶hello¶
        more=hello                  | 5¶hello¶0
        more=hello                  | 5¶hello¶0¶
        more=hello                  | 5¶hello¶0¶\r
        more=                       | 7fffffffffffffff¶
        more=                       | 0¶X: y
        # Sizes that are none, or too large
        malformedChunkSize          | ¶
        malformedChunkSize          | x¶
        malformedChunkSize          | -1¶
        malformedChunkSize          | +5¶hello¶0¶¶
        malformedChunkSize          | 0x5¶hello¶0¶¶
        malformedChunkSize          | \x205¶hello¶0¶¶
        malformedChunkSize          | 5g¶
        malformedChunkSize          | ;x¶
        malformedChunkSize          | 5 ¶hello¶0¶¶
        malformedChunkSize          | 5\t¶hello¶0¶¶
        malformedChunkSize          | 5 6¶
        malformedChunkSize          | \n
        malformedChunkSize          | 5,5¶
        malformedChunkSize          | 5\0¶
        malformedChunkSize          | 5¶hello¶¶0¶¶
        chunkSizeTooLarge           | 8000000000000000¶
        chunkSizeTooLarge           | ffffffffffffffff¶
        chunkSizeTooLarge           | 10000000000000000¶
        chunkSizeTooLarge           | 00000000000000005¶hello¶0¶¶
        # Line ends
        bareLineFeed                | 5\nhello\n0\n\n
        bareLineFeed                | 5;x\nhello¶0¶¶
        bareCarriageReturn          | 5\rhello¶0¶¶
        bareCarriageReturn          | 5\r\r\nhello¶0¶¶
        bareCarriageReturn          | 5;x\ry¶hello¶0¶¶
        chunkDataWithoutLineEnd     | 5¶hello0¶¶
        chunkDataWithoutLineEnd     | 5¶helloworld¶0¶¶
        chunkDataWithoutLineEnd     | 5¶hello\n0¶¶
        chunkDataWithoutLineEnd     | 5¶hello\r0¶¶
        chunkDataWithoutLineEnd     | 4¶hello¶0¶¶
        # Extensions are checked and passed over, within bounds
        body=hello                  | 5;x¶hello¶0¶¶
        body=hello                  | 5;x=y;z="a;b"¶hello¶0;last¶¶
        body=hello                  | 5 \t; x = y¶hello¶0¶¶
        body=hello                  | 5;x ; y = "z" ; a¶hello¶0¶¶
        body=hello                  | 5;x="a\\"b\\\\"¶hello¶0¶¶
        body=hello                  | 5;x="\xC3\xA4\t"¶hello¶0¶¶
        body=hello                  | 5;x=""¶hello¶0;y="0"¶¶
        malformedChunkExtension     | 5;x="¶hello¶0¶¶"¶
        body=hello                  | 5;!#$%&'*+-.^_`~=1¶hello¶0¶¶
        body=hello                  | 5;{4095*x}¶hello¶0¶¶
        chunkExtensionsTooLarge     | 5;{4094*x}¶hello¶0;x¶¶
        chunkExtensionsTooLarge     | 5;{4096*x}
        chunkExtensionsTooLarge     | {2049*1;x¶a¶}
        chunkExtensionsTooLarge     | 5{4097* }
        malformedChunkExtension     | 5;¶hello¶0¶¶
        malformedChunkExtension     | 5; ¶hello¶0¶¶
        malformedChunkExtension     | 5;;x¶hello¶0¶¶
        malformedChunkExtension     | 5;x;¶hello¶0¶¶
        malformedChunkExtension     | 5;=y¶hello¶0¶¶
        malformedChunkExtension     | 5;x=¶hello¶0¶¶
        malformedChunkExtension     | 5;x==y¶hello¶0¶¶
        malformedChunkExtension     | 5;x=y=z¶hello¶0¶¶
        malformedChunkExtension     | 5;x y¶hello¶0¶¶
        malformedChunkExtension     | 5;x=y z¶hello¶0¶¶
        malformedChunkExtension     | 5;x=y ¶hello¶0¶¶
        malformedChunkExtension     | 5;x=;y¶hello¶0¶¶
        malformedChunkExtension     | 5;x="y¶hello¶0¶¶
        malformedChunkExtension     | 5;x="y\\"¶hello¶0¶¶
        malformedChunkExtension     | 5;x="y"z¶hello¶0¶¶
        malformedChunkExtension     | 5;x=y"z"¶hello¶0¶¶
        malformedChunkExtension     | 5;"x"¶hello¶0¶¶
        malformedChunkExtension     | 5;\xC3\xA4¶hello¶0¶¶
        malformedChunkExtension     | 5;x=\xC3\xA4¶hello¶0¶¶
        malformedChunkExtension     | 5;x(¶hello¶0¶¶
        malformedChunkExtension     | 5;x,y¶hello¶0¶¶
        controlCharacter            | 5;\0¶hello¶0¶¶
        controlCharacter            | 5;x="\0"¶hello¶0¶¶
        controlCharacter            | 5;x\x7F¶hello¶0¶¶
        controlCharacter            | 5;\x0B¶hello¶0¶¶
        bareLineFeed                | 5;x="\n"¶hello¶0¶¶
        bareCarriageReturn          | 5;x\r;y¶hello¶0¶¶
        """#

    static let trailers = #"""
        body=hello trailers=X:y,    | 5¶hello¶0¶X: y¶¶
        body=hello trailers=X:y,Z:, rest=3 | 5¶hello¶0¶X: y¶Z:¶¶GET
        body= trailers={100*X:y,}   | 0¶{100*X: y¶}¶
        body= trailers=ETag:"x",Server-Timing:a, | 0¶ETag: "x"¶Server-Timing: \t a \t¶¶
        tooManyFields               | 0¶{101*X: y¶}¶
        body= trailers=X:{16377*y}, | 0¶X: {16377*y}¶¶
        fieldSectionTooLarge        | 0¶X: {16378*y}¶¶
        fieldSectionTooLarge        | 0¶X: {17000*y}
        fieldSectionTooLarge        | 0¶{17000*y}
        forbiddenTrailer            | 0¶Content-Length: 5¶¶
        forbiddenTrailer            | 0¶transfer-encoding: chunked¶¶
        forbiddenTrailer            | 0¶X: y¶Host: a¶¶
        forbiddenTrailer            | 0¶Connection: close¶¶
        forbiddenTrailer            | 0¶Trailer: x¶¶
        forbiddenTrailer            | 0¶TE: x¶¶
        forbiddenTrailer            | 0¶Upgrade: x¶¶
        forbiddenTrailer            | 0¶Authorization: x¶¶
        forbiddenTrailer            | 0¶Content-Type: x¶¶
        whiteSpaceBeforeColon       | 0¶X : y¶¶
        foldedLine                  | 0¶X: y¶ z¶¶
        foldedLine                  | 0¶ X: y¶¶
        missingColon                | 0¶X¶¶
        emptyFieldName              | 0¶: y¶¶
        malformedFieldName          | 0¶X(: y¶¶
        controlCharacter            | 0¶X: \0¶¶
        bareLineFeed                | 0¶X: y\n¶
        bareLineFeed                | 0¶\n
        bareCarriageReturn          | 0¶X: y\rz¶¶
        bareCarriageReturn          | 0¶\rX¶
        """#
}
