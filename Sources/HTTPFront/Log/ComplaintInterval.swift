import NIOCore

/// Lets the same complaint pass once a minute.
struct ComplaintInterval {
    static let length = TimeAmount.minutes(1)
    private var last: NIODeadline?

    /// Whether a minute has gone by since the last time this was true.
    mutating func mayComplain(at now: NIODeadline) -> Bool {
        if let last, now - last < Self.length { return false }
        last = now
        return true
    }
}
