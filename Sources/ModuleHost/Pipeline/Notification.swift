/// One named event that a request module can subscribe to: a stage, its Post half, or one of the events that an action raises.
package struct Notification: Hashable, Sendable, CustomStringConvertible {
    /// The RQ_ bit.
    package let bit: UInt32
    /// Whether it is the Post half of a stage.
    package let isPost: Bool
    // In one byte: a notification is eight bytes then, also an optional one, and each step of a walk stores one.
    private let smallSlot: UInt8

    /// Its slot in CHttpModule.
    package var slot: Int { Int(smallSlot) }

    package init(_ stage: Stage, isPost: Bool) {
        bit = stage.bit
        self.isPost = isPost
        smallSlot = UInt8(stage.slot + (isPost ? 1 : 0))
    }

    init(bit: UInt32, slot: Int) {
        self.bit = bit
        isPost = false
        smallSlot = UInt8(slot)
    }

    /// The bit of its slot in a set of slots.
    var slotBit: UInt64 { 1 << UInt64(smallSlot) }

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
