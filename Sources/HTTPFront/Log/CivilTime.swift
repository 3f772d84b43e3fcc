import Glibc

/// A moment in UTC, taken apart for people.
struct CivilTime {
    let year: Int
    /// 1 to 12.
    let month: Int
    let day: Int
    let hour: Int
    let minute: Int
    let second: Int

    init(secondsSinceEpoch: Int64) {
        var seconds = time_t(secondsSinceEpoch)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        year = Int(parts.tm_year) + 1900
        month = Int(parts.tm_mon) + 1
        day = Int(parts.tm_mday)
        hour = Int(parts.tm_hour)
        minute = Int(parts.tm_min)
        second = Int(parts.tm_sec)
    }

    /// `2026-11-24`
    var date: String { "\(year)-\(Self.two(month))-\(Self.two(day))" }
    /// `07:15:09`
    var time: String { "\(Self.two(hour)):\(Self.two(minute)):\(Self.two(second))" }
    /// `24/Nov/2026:07:15:09 +0000`
    var common: String { "\(Self.two(day))/\(Self.months[month - 1])/\(year):\(time) +0000" }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
