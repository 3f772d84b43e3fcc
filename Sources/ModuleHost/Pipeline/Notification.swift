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

    init(bit: UInt32, slot: Int) {
        self.bit = bit
        isPost = false
        self.slot = slot
    }

    /// The stage it belongs to; nil for the events that an action raises.
    package var stage: Stage? { Stage(bit: bit) }

    /// The name of the method that receives it, e.g. `OnPostBeginRequest`.
    package var description: String { Self.name(bit: bit, isPost: isPost) }

    /// The name of the method for an RQ_ bit.
    package static func name(bit: UInt32, isPost: Bool) -> String {
        if let stage = Stage(bit: bit) { return (isPost ? "OnPost" : "On") + stage.name }
        return eventName(bit: bit) ?? "notification 0x" + String(bit, radix: 16)
    }
}
