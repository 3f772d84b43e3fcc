/// When a module receives a notification, compared with the other subscribers of it.
package enum Priority: Int, Comparable, Sendable, CustomStringConvertible {
    case first, high, medium, low, last

    /// From the text of a `PRIORITY_ALIAS_…`, in any case; nil for any other text.
    package init?(alias: String) {
        switch alias.uppercased() {
        case "FIRST": self = .first
        case "HIGH": self = .high
        case "MEDIUM": self = .medium
        case "LOW": self = .low
        case "LAST": self = .last
        default: return nil
        }
    }

    package static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }

    package var description: String {
        switch self {
        case .first: "FIRST"
        case .high: "HIGH"
        case .medium: "MEDIUM"
        case .low: "LOW"
        case .last: "LAST"
        }
    }
}
