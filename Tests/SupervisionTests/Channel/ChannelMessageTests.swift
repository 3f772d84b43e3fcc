import Supervision
import Testing

@Suite("ChannelMessage")
struct ChannelMessageTests {
    @Test("Each message is read as it was written, from the side that sends it, and not from the other")
    func roundTrip() throws {
        let messages: [(ChannelMessage, ChannelMessage.Side)] = [
            (.configuration, .supervisor), (.reopenLogs, .supervisor), (.end, .supervisor), (.ready, .worker),
            (.failed("módule \"a\" has no RegisterModule"), .worker), (.failed(""), .worker),
        ]
        for (message, sender) in messages {
            #expect(try ChannelMessage(decoding: message.encoded, from: sender) == message)
            let other: ChannelMessage.Side = sender == .worker ? .supervisor : .worker
            #expect(throws: ChannelError.self) { try ChannelMessage(decoding: message.encoded, from: other) }
        }
    }

    @Test("The form is that of version 1, for ever")
    func form() {
        #expect(ChannelMessage.end.encoded == [1, 0, 3, 0])
        #expect(ChannelMessage.ready.encoded == [1, 0, 1, 0x80])
        #expect(ChannelMessage.failed("ab").encoded == [1, 0, 2, 0x80, 0x61, 0x62])
    }

    @Test("A failure is one line, without what could forge log lines")
    func printable() throws {
        #expect(
            ChannelMessage.failed("first\nsecond\r\nthird").encoded.dropFirst(4).elementsEqual(
                "first second third".utf8))
        let forged = [1, 0, 2, 0x80] + Array("módule \u{1B}[31m\r\u{202E}x\n".utf8)
        #expect(try ChannelMessage(decoding: forged, from: .worker) == .failed(#"módule \u{1b}[31m \u{202e}x"#))
        #expect(try ChannelMessage(decoding: [1, 0, 2, 0x80, 0xFF], from: .worker) == .failed("\u{FFFD}"))
    }

    @Test("A sentence that is too long is cut, not lost, by both sides")
    func cut() throws {
        let long = String(repeating: "a", count: 100_000)
        let sent = ChannelMessage.failed(long).encoded
        #expect(sent.count == ChannelMessage.sentenceLimit + 4)
        #expect(sent.count <= ChannelMessage.sizeLimit)
        let foreign = [1, 0, 2, 0x80] + Array(long.utf8)
        let cut = ChannelMessage.failed(String(long.prefix(ChannelMessage.sentenceLimit)))
        #expect(try ChannelMessage(decoding: foreign, from: .worker) == cut)
    }

    @Test(
        "What is no message is refused in one sentence",
        arguments: [
            ([], "a message of 0 bytes is too short"), ([1, 0, 1], "a message of 3 bytes is too short"),
            ([9, 0, 1, 0x80], "the form of version 9, and this program knows version 1; start the server again"),
            ([1, 1, 1, 0x80], "the form of version 257"), ([1, 0, 77, 0], "of kind 77, which nobody expects here"),
            ([1, 0, 3, 0], "of kind 3, which nobody expects here"),
            ([1, 0, 1, 0x80, 0, 0], "of kind 32769 has 2 bytes too many"),
        ] as [([UInt8], String)])
    func refused(bytes: [UInt8], sentence: String) {
        let error = #expect(throws: ChannelError.self) { try ChannelMessage(decoding: bytes, from: .worker) }
        #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "nothing")")
    }
}
