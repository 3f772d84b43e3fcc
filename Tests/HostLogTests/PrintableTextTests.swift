import HostLog
import Testing

@Suite("Foreign text in lines of the log")
struct PrintableTextTests {
    @Test(
        "What could write to a terminal or forge a line becomes numbers, and other text stays",
        arguments: [
            ("GET /a b", "GET /a b"), ("grün 日本", "grün 日本"), ("a\r\nb\tc", #"a\u{d}\u{a}b\u{9}c"#),
            ("\u{1B}[31m\u{7F}", #"\u{1b}[31m\u{7f}"#), ("\u{202E}x\u{2028}", #"\u{202e}x\u{2028}"#), ("", ""),
            (#"say "\x""#, #"say "\x""#),
        ])
    func text(text: String, shown: String) {
        #expect(PrintableText.of(text) == shown)
        #expect(PrintableText.of(Array(text.utf8)) == shown)
    }

    @Test("Bytes that are no UTF-8 are shown one by one")
    func bytes() {
        #expect(PrintableText.of([0x61, 0xE4, 0x62, 0xFF] as [UInt8]) == #"a\xe4b\xff"#)
        #expect(PrintableText.of([0xC3, 0xA4, 0xE2, 0x82] as [UInt8]) == #"ä\xe2\x82"#)
        #expect(PrintableText.of(([0x61, 0xFF, 0x62] as [UInt8])[1...]) == #"\xffb"#)
    }

    @Test("Between quotes no text can end the quotes")
    func quotes() {
        #expect(PrintableText.of(#"GET /"a\b""#, inQuotes: true) == #"GET /\u{22}a\u{5c}b\u{22}"#)
        #expect(PrintableText.of("plain", inQuotes: true) == "plain")
    }

    @Test("What is too long is cut off where a whole character ends")
    func limit() {
        #expect(PrintableText.of("abcdef", limit: 6) == "abcdef")
        #expect(PrintableText.of("abcdefg", limit: 6) == "abcdef …")
        #expect(PrintableText.of("abc\u{1B}d", limit: 6) == "abc …")
        #expect(PrintableText.of([UInt8](repeating: 0xFF, count: 256), limit: 12) == #"\xff\xff\xff …"#)
    }

    @Test("A module's text becomes one line")
    func line() {
        #expect(ForeignSentence.line(" \n one\r\n\ttwo\u{A0} three \n") == "one two three")
        #expect(ForeignSentence.line("a\u{1B}[2J\u{202E}b") == #"a\u{1b}[2J\u{202e}b"#)
        #expect(ForeignSentence.line("abc   def", limit: 5) == "abc d …")
        #expect(ForeignSentence.line("abcde", limit: 5) == "abcde")
    }

    @Test("A module's sentence has no full stop, and is none if nothing is left")
    func sentence() {
        #expect(ForeignSentence.of("It is broken. \n") == "It is broken")
        #expect(ForeignSentence.of(" .\n") == nil)
    }
}
