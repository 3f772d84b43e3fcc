import Supervision
import Testing

/// The reader behind a reference, so that a call that changes it can stand inside an expectation.
private final class ReaderUnderTest {
    private var reader = ReadinessReader()

    func append(_ bytes: some Sequence<UInt8>) -> ReadinessReader.Report? { reader.append(bytes) }
    func end() -> ReadinessReader.Report? { reader.end() }
}

@Suite("ReadinessReader")
struct ReadinessReaderTests {
    @Test("A report may arrive byte by byte, and counts once")
    func bytewise() {
        let reader = ReaderUnderTest()
        var reports: [ReadinessReader.Report] = []
        for byte in "ready\nfailed: too late\n".utf8 {
            if let report = reader.append([byte]) { reports.append(report) }
        }
        #expect(reports == [.ready])
        #expect(reader.end() == nil)
    }

    @Test("A failure is its sentence, without what could forge log lines")
    func failure() {
        let reader = ReaderUnderTest()
        #expect(reader.append("failed: módule \u{1B}[31m\r\u{202E}x\n".utf8) == .failed("módule  [31m  x"))
    }

    @Test("A line that is cut off by the end of the pipe counts")
    func end() {
        let reader = ReaderUnderTest()
        #expect(reader.append("failed: half".utf8) == nil)
        #expect(reader.end() == .failed("half"))
        #expect(reader.end() == nil)
    }

    @Test("An empty pipe reports nothing")
    func empty() {
        let reader = ReaderUnderTest()
        #expect(reader.end() == nil)
    }

    @Test("Another text is a failure that shows it, and an endless one is bounded")
    func hostile() {
        let reader = ReaderUnderTest()
        #expect(reader.append("redy\n".utf8) == .failed("its report \"redy\" was not understood"))
        let endless = ReaderUnderTest()
        #expect(endless.append(repeatElement(UInt8(ascii: "a"), count: 1_000_000)) == nil)
        guard case .failed(let text) = endless.append("\n".utf8) else { Issue.record("no failure"); return }
        #expect(text.utf8.count < 5000)
        let nonsense = ReaderUnderTest()
        #expect(nonsense.append([0xFF, 0x0A]) == .failed("its report \"\u{FFFD}\" was not understood"))
    }
}
