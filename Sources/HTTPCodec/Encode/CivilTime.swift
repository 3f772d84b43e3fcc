/// A moment in UTC as year, month, day and time of day, in the Gregorian calendar. What stands in logs and fields is made of it.
package struct CivilTime: Equatable, Sendable {
    package let year: Int
    /// 1 to 12.
    package let month: Int
    package let day: Int
    /// 0 for Sunday to 6.
    package let weekday: Int
    package let hour: Int
    package let minute: Int
    package let second: Int

    /// The moment so many seconds after 1970-01-01T00:00:00Z; negative before.
    package init(secondsSinceEpoch: Int64) {
        let secondOfDay = Int(Self.remainder(secondsSinceEpoch, 86_400))
        let days = Int((secondsSinceEpoch - Int64(secondOfDay)) / 86_400)
        (year, month, day) = Self.civilDate(days)
        weekday = Int(Self.remainder(Int64(days) + 4, 7))
        hour = secondOfDay / 3_600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
    }

    /// `2026-11-24`
    package var date: String { "\(year)-\(Self.two(month))-\(Self.two(day))" }
    /// `07:15:09`
    package var time: String { "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second))" }
    /// `24/Nov/2026:07:15:09 +0000`
    package var common: String { "\(Self.two(day))/\(Self.months[month - 1])/\(year):\(time) +0000" }
    /// `2026-11-24T07:15:09Z`
    package var timestamp: String { "\(date)T\(time)Z" }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private static func remainder(_ number: Int64, _ divisor: Int64) -> Int64 {
        let rest = number % divisor
        return rest < 0 ? rest + divisor : rest
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
}
