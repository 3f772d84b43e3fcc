/// One named event that a request module can subscribe to: a stage, its Post half, or one of the events that an action raises.
package struct Notification: Hashable, Sendable, CustomStringConvertible {
    /// The RQ_ bit.
    package let bit: UInt32
    /// Whether it is the Post half of a stage.
    package let isPost: Bool
    /// Its slot in CHttpModule.
    package let slot: Int

    package init(_ stage: Stage, isPost: Bool) {
        bit = stage.bit
        self.isPost = isPost
        slot = stage.slot + (isPost ? 1 : 0)
    }

    private init(bit: UInt32, slot: Int) {
        self.bit = bit
        isPost = false
        self.slot = slot
    }

    /// Raised by every push of response data, in inverted order.
    package static let sendResponse = Notification(bit: 0x2000_0000, slot: 24)
    /// Raised by every mapping of a URL to a path.
    package static let mapPath = Notification(bit: 0x8000_0000, slot: 25)
    /// Raised by every read of the request body.
    package static let readEntity = Notification(bit: 0x4000_0000, slot: 26)
    /// Raised by a module.
    package static let custom = Notification(bit: 0x1000_0000, slot: 27)

    /// The stage it belongs to; nil for the events that an action raises.
    package var stage: Stage? { Stage(bit: bit) }

    /// The name of the method that receives it, e.g. `OnPostBeginRequest`.
    package var description: String { Self.name(bit: bit, isPost: isPost) }

    /// The name of the method for an RQ_ bit.
    package static func name(bit: UInt32, isPost: Bool) -> String {
        if let stage = Stage(bit: bit) { return (isPost ? "OnPost" : "On") + stage.name }
        switch bit {
        case sendResponse.bit: return "OnSendResponse"
        case mapPath.bit: return "OnMapPath"
        case readEntity.bit: return "OnReadEntity"
        case custom.bit: return "OnCustomRequestNotification"
        default: return "notification 0x" + String(bit, radix: 16)
        }
    }
}
