import CModuleABI
import ModuleHost
import Testing

@Suite("What a module asked for")
struct RegistrationTests {
    @Test("Priorities are known by their aliases in any case, and by nothing else")
    func aliases() {
        let known = ["FIRST", "HIGH", "MEDIUM", "LOW", "LAST"].map { Priority(alias: $0) }
        #expect(known == [.first, .high, .medium, .low, .last])
        #expect(Priority(alias: "hiGh") == .high)
        for text in ["", "FIRST ", "NONE", "1"] { #expect(Priority(alias: text) == nil) }
        let ordered: [Priority] = [.first, .high, .medium, .low, .last]
        #expect(ordered.shuffled().sorted() == ordered)
    }

    @Test("A mask sets the priority of each of its bits and of no other")
    func mask() {
        var registration = Registration()
        registration.setRequestPriority(.first, mask: RQ_SEND_RESPONSE | RQ_BEGIN_REQUEST | RQ_AUTHORIZE_REQUEST)
        #expect(registration.priority(Notification(.beginRequest, isPost: false)) == .first)
        #expect(registration.priority(Notification(.authorizeRequest, isPost: false)) == .first)
        #expect(registration.priority(.sendResponse) == .first)
        #expect(registration.priority(Notification(.authenticateRequest, isPost: false)) == .medium)
    }

    @Test("A Post half takes the priority of its stage until it has its own")
    func post() {
        var registration = Registration()
        registration.setRequestPriority(.low, mask: RQ_BEGIN_REQUEST | RQ_AUTHENTICATE_REQUEST)
        registration.setPostPriority(.high, mask: RQ_AUTHENTICATE_REQUEST)
        #expect(registration.priority(Notification(.beginRequest, isPost: true)) == .low)
        #expect(registration.priority(Notification(.authenticateRequest, isPost: true)) == .high)
        #expect(registration.priority(Notification(.authenticateRequest, isPost: false)) == .low)
        registration.setRequestPriority(.last, mask: Stage.allBits)
        #expect(registration.priority(Notification(.authenticateRequest, isPost: true)) == .high)
        #expect(registration.priority(Notification(.beginRequest, isPost: true)) == .last)
    }

    @Test("Masks say which halves and which global notifications are wanted")
    func wants() {
        var registration = Registration()
        registration.requestMask = RQ_READ_ENTITY | RQ_BEGIN_REQUEST
        registration.postMask = RQ_AUTHENTICATE_REQUEST
        registration.globalMask = GL_PRE_BEGIN_REQUEST
        #expect(registration.wants(Notification(.beginRequest, isPost: false)))
        #expect(!registration.wants(Notification(.beginRequest, isPost: true)))
        #expect(registration.wants(Notification(.authenticateRequest, isPost: true)))
        #expect(registration.wants(.readEntity))
        #expect(!registration.wants(.sendResponse))
        #expect(registration.wants(GlobalNotification.preBeginRequest))
        #expect(!registration.wants(GlobalNotification.applicationStart))
    }
}
