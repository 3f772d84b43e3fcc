package import NIOCore

/// Lets the same complaint pass once a minute.
package struct ComplaintInterval {
    package static let length = TimeAmount.minutes(1)
    private var last: NIODeadline?

    package init() {}

    /// Whether a minute has gone by since the last time this was true.
    package mutating func mayComplain(at now: NIODeadline) -> Bool {
        if let last, now - last < Self.length { return false }
        last = now
        return true
    }
}
