import CModuleABI
import CSharedPage
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
        let events = [Notification.sendResponse, .mapPath, .readEntity, .customRequestNotification]
        #expect(events.map(\.slot) == [24, 25, 26, 27])
        #expect(events.allSatisfy { $0.stage == nil && !$0.isPost })
        #expect(
            events.map(\.description) == [
                "OnSendResponse", "OnMapPath", "OnReadEntity", "OnCustomRequestNotification",
            ])
        #expect(Notification.name(bit: RQ_SEND_RESPONSE_STATUS_AND_HEADERS, isPost: false) == "notification 0x8000000")
    }

    @Test("Every notification has the bit of the contract")
    func bitsOfTheContract() {
        let stages = [
            RQ_BEGIN_REQUEST, RQ_AUTHENTICATE_REQUEST, RQ_AUTHORIZE_REQUEST, RQ_RESOLVE_REQUEST_CACHE,
            RQ_MAP_REQUEST_HANDLER, RQ_ACQUIRE_REQUEST_STATE, RQ_PRE_EXECUTE_REQUEST_HANDLER,
            RQ_EXECUTE_REQUEST_HANDLER, RQ_RELEASE_REQUEST_STATE, RQ_UPDATE_REQUEST_CACHE, RQ_LOG_REQUEST,
            RQ_END_REQUEST,
        ]
        #expect(Stage.allCases.map(\.bit) == stages)
        let events = [RQ_SEND_RESPONSE, RQ_MAP_PATH, RQ_READ_ENTITY, RQ_CUSTOM_NOTIFICATION]
        #expect(Notification.events.map(\.bit) == events)
        let globals = [
            GL_STOP_LISTENING, GL_CACHE_CLEANUP, GL_CACHE_OPERATION, GL_HEALTH_CHECK, GL_CONFIGURATION_CHANGE,
            GL_FILE_CHANGE, GL_PRE_BEGIN_REQUEST, GL_APPLICATION_START, GL_APPLICATION_RESOLVE_MODULES,
            GL_APPLICATION_STOP, GL_RSCA_QUERY, GL_TRACE_EVENT, GL_CUSTOM_NOTIFICATION, GL_THREAD_CLEANUP,
            GL_APPLICATION_PRELOAD, GL_SUSPEND_PROCESS,
        ]
        #expect(GlobalNotification.allCases.map(\.rawValue) == globals)
    }

    @Test("A breadcrumb names each notification as the host does")
    func breadcrumbs() {
        func name(_ bit: UInt32, _ flags: UInt32) -> String? {
            Breadcrumb_MethodName(bit, flags).map { String(cString: $0) }
        }
        for stage in Stage.allCases {
            #expect(name(stage.bit, 0) == Notification(stage, isPost: false).description)
            #expect(name(stage.bit, BreadcrumbIsPost) == Notification(stage, isPost: true).description)
        }
        for event in Notification.events { #expect(name(event.bit, 0) == event.description) }
        for global in GlobalNotification.allCases {
            #expect(name(global.rawValue, BreadcrumbIsGlobal) == global.description)
        }
        #expect(name(RQ_SEND_RESPONSE_STATUS_AND_HEADERS, 0) == nil)
    }

    @Test("Global notifications have a slot each, and none takes that of Terminate")
    func globalSlots() {
        let slots = GlobalNotification.allCases.map(\.slot)
        #expect(Set(slots).count == slots.count)
        #expect(!slots.contains(13))
        #expect(Set(slots) == Set(0...16).subtracting([13]))
    }
}
