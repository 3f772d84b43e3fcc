import Glibc
import HTTPCodec
import Testing

@Suite("DateStamp")
struct DateStampTests {
    private func text(_ stamp: DateStamp) -> String {
        let output = withOutput(capacity: 29) { stamp.write(to: &$0) }
        return output.result == .written ? String(decoding: output.written, as: UTF8.self) : ""
    }

    /// The same text by the C library.
    private func reference(_ seconds: Int64) -> String {
        var time = time_t(seconds)
        var parts = tm()
        gmtime_r(&time, &parts)
        var buffer = [UInt8](repeating: 0, count: 64)
        let count = buffer.withUnsafeMutableBytes { room in
            strftime(room.baseAddress!.assumingMemoryBound(to: CChar.self), 64, "%a, %d %b %Y %H:%M:%S GMT", &parts)
        }
        return String(decoding: buffer[..<count], as: UTF8.self)
    }

    @Test("The example of RFC 9110 comes out as it is there")
    func example() {
        #expect(text(DateStamp(secondsSinceEpoch: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }

    @Test("Every day from 1890 to 2150 is the one that the C library has, at a second that moves along")
    func everyDay() {
        var stamp = DateStamp(secondsSinceEpoch: 0)
        for day in -29_220...65_745 {
            let seconds = Int64(day) * 86_400 + Int64((day + 29_220) * 7_919 % 86_400)
            stamp.refresh(secondsSinceEpoch: seconds)
            let made = text(stamp)
            let expected = reference(seconds)
            if made != expected {
                Issue.record("\(seconds): \(made) is not \(expected)")
                return
            }
        }
    }

    @Test("Leap years and the ends of the format come out right")
    func edges() {
        let expected: [(Int64, String)] = [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"), (253_402_300_800, "Fri, 31 Dec 9999 23:59:59 GMT"),
            (.max, "Fri, 31 Dec 9999 23:59:59 GMT"), (-62_167_219_200, "Sat, 01 Jan 0000 00:00:00 GMT"),
            (.min, "Sat, 01 Jan 0000 00:00:00 GMT"),
        ]
        for (seconds, line) in expected { #expect(text(DateStamp(secondsSinceEpoch: seconds)) == line) }
    }

    @Test("The field line has name, text and line end, and the text is at hand")
    func fieldLine() {
        let stamp = DateStamp(secondsSinceEpoch: 0)
        #expect(written { stamp.writeField(to: &$0) } == (.written, "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n"))
        #expect(written { stamp.write(to: &$0) } == (.written, "Thu, 01 Jan 1970 00:00:00 GMT"))
        #expect(stamp.text[0] == UInt8(ascii: "T"))
    }
}
