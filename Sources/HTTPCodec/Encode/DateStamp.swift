/// The current time as an IMF-fixdate (RFC 9110, section 5.6.7), such as `Sun, 06 Nov 1994 08:49:37 GMT`.
///
/// Keep one for each loop and refresh it before use: the text is made anew only when the second has changed.
package struct DateStamp: Sendable {
    /// The text: 29 bytes.
    package private(set) var text = InlineArray<29, UInt8>(repeating: .space)
    private var second: Int64?

    /// Makes the stamp of a time in seconds since 1970-01-01T00:00:00Z.
    package init(secondsSinceEpoch: Int64) {
        refresh(secondsSinceEpoch: secondsSinceEpoch)
    }

    /// Moves the stamp to another time. Does nothing if it is in the same second. Years outside 0 to 9999 do not fit
    /// into the format and are taken as the nearest time that does.
    package mutating func refresh(secondsSinceEpoch: Int64) {
        guard secondsSinceEpoch != second else { return }
        second = secondsSinceEpoch
        write(CivilTime(secondsSinceEpoch: min(max(secondsSinceEpoch, Self.earliest), Self.latest)))
    }

    /// Writes the 29 bytes.
    package func write(to output: inout OutputRawSpan) -> WriteResult {
        guard output.freeCapacity >= 29 else { return .noRoom }
        output.put(text.span.bytes)
        return .written
    }

    /// Writes the whole field line, 37 bytes.
    package func writeField(to output: inout OutputRawSpan) -> WriteResult {
        guard output.freeCapacity >= 37 else { return .noRoom }
        output.put("Date: ")
        output.put(text.span.bytes)
        output.put("\r\n")
        return .written
    }

    /// 0000-01-01T00:00:00Z
    private static var earliest: Int64 { -62_167_219_200 }
    /// 9999-12-31T23:59:59Z
    private static var latest: Int64 { 253_402_300_799 }

    private mutating func write(_ time: CivilTime) {
        put("SunMonTueWedThuFriSat", from: time.weekday * 3, at: 0)
        text[3] = .comma
        putTwoDigits(time.day, at: 5)
        put("JanFebMarAprMayJunJulAugSepOctNovDec", from: (time.month - 1) * 3, at: 8)
        putTwoDigits(time.year / 100, at: 12)
        putTwoDigits(time.year % 100, at: 14)
        putTwoDigits(time.hour, at: 17)
        text[19] = .colon
        putTwoDigits(time.minute, at: 20)
        text[22] = .colon
        putTwoDigits(time.second, at: 23)
        put("GMT", from: 0, at: 26)
    }

    private mutating func put(_ names: StaticString, from start: Int, at position: Int) {
        names.withBytes { bytes in
            for index in 0..<3 { text[position + index] = bytes.byte(start + index) }
        }
    }

    private mutating func putTwoDigits(_ number: Int, at position: Int) {
        text[position] = UInt8(truncatingIfNeeded: number / 10) + .zero
        text[position + 1] = UInt8(truncatingIfNeeded: number % 10) + .zero
    }
}
