/// Lets a line about each limit into the log once in ten seconds, with the number of those that were kept back: whoever
/// exceeds a limit on purpose shall not fill a disk.
package struct LimitNotices {
    private static let interval: Int64 = 10
    private var told: [UInt16: (second: Int64, keptBack: Int)] = [:]

    package init() {}

    /// How many were kept back since the last one, if this one may be told; nil if it may not. `now` is in seconds.
    package mutating func tell(_ status: UInt16, now: Int64) -> Int? {
        guard let last = told[status], now - last.second < Self.interval else {
            let keptBack = told[status]?.keptBack ?? 0
            told[status] = (now, 0)
            return keptBack
        }
        told[status] = (last.second, last.keptBack + 1)
        return nil
    }
}
