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
        let time = min(max(secondsSinceEpoch, Self.earliest), Self.latest)
        let days = Int((time - Self.remainder(time, 86_400)) / 86_400)
        write(days: days, secondOfDay: Int(Self.remainder(time, 86_400)))
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

    private static func remainder(_ number: Int64, _ divisor: Int64) -> Int64 {
        let rest = number % divisor
        return rest < 0 ? rest + divisor : rest
    }

    private mutating func write(days: Int, secondOfDay: Int) {
        let (year, month, day) = Self.civilDate(days)
        let weekday = Int(Self.remainder(Int64(days) + 4, 7))
        put("SunMonTueWedThuFriSat", from: weekday * 3, at: 0)
        text[3] = .comma
        putTwoDigits(day, at: 5)
        put("JanFebMarAprMayJunJulAugSepOctNovDec", from: (month - 1) * 3, at: 8)
        putTwoDigits(year / 100, at: 12)
        putTwoDigits(year % 100, at: 14)
        putTwoDigits(secondOfDay / 3_600, at: 17)
        text[19] = .colon
        putTwoDigits(secondOfDay / 60 % 60, at: 20)
        text[22] = .colon
        putTwoDigits(secondOfDay % 60, at: 23)
        put("GMT", from: 0, at: 26)
    }

    /// Year, month and day of a day counted from 1970-01-01 in the Gregorian calendar. Years are counted from March,
    /// so that the leap day is the last of its year, within eras of 400 years, which all have 146,097 days.
    private static func civilDate(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
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
