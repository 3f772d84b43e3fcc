/// Where a module stands among the subscribers of a notification. Equal priorities go by the order of the module list.
///
/// SEND_RESPONSE is delivered in the opposite order: `first` comes last there.
public enum Priority: String, Sendable {
    case first = "FIRST"
    case high = "HIGH"
    /// What a module has if it says nothing.
    case medium = "MEDIUM"
    case low = "LOW"
    case last = "LAST"
}
