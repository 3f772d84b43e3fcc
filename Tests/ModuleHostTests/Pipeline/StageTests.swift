import ModuleHost
import Testing

@Suite("Stages and notifications")
struct StageTests {
    @Test("The twelve stages have the bits 0x1 to 0x800 in their order")
    func bits() {
        #expect(Stage.allCases.map(\.bit) == (0..<12).map { 1 << UInt32($0) })
        #expect(Stage.allCases.reduce(0) { $0 | $1.bit } == Stage.allBits)
    }

    @Test(
        "Only a single bit of the twelve is a stage", arguments: [0, 3, 0x1000, 0x2000_0000, 0xFFFF_FFFF] as [UInt32])
    func noStage(bit: UInt32) {
        #expect(Stage(bit: bit) == nil)
    }

    @Test("A stage is found by its bit", arguments: Stage.allCases)
    func found(stage: Stage) {
        #expect(Stage(bit: stage.bit) == stage)
        let notification = Notification(stage, isPost: false)
        let post = Notification(stage, isPost: true)
        #expect(notification.slot == stage.rawValue * 2)
        #expect(post.slot == notification.slot + 1)
        #expect(notification.stage == stage)
        #expect(notification.description == "On\(stage.name)")
        #expect(post.description == "OnPost\(stage.name)")
    }

    @Test("The events that an action raises have no stage, and the slots behind the stages")
    func events() {
        let events = [Notification.sendResponse, .mapPath, .readEntity, .custom]
        #expect(events.map(\.slot) == [24, 25, 26, 27])
        #expect(events.allSatisfy { $0.stage == nil && !$0.isPost })
        #expect(
            events.map(\.description) == [
                "OnSendResponse", "OnMapPath", "OnReadEntity", "OnCustomRequestNotification",
            ])
        #expect(Notification.name(bit: 0x0800_0000, isPost: false) == "notification 0x8000000")
    }

    @Test("Global notifications have a slot each, and none takes that of Terminate")
    func globalSlots() {
        let slots = GlobalNotification.allCases.map(\.slot)
        #expect(Set(slots).count == slots.count)
        #expect(!slots.contains(13))
        #expect(Set(slots) == Set(0...16).subtracting([13]))
    }
}
