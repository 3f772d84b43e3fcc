import CModuleABI
import ModuleKit
import Synchronization
import Testing

@Suite("HttpModule")
struct HttpModuleTests {
    @Test("A type subscribes to the notifications whose protocols it names, and to no other")
    func subscription() {
        struct Module: OnBeginRequest, OnPostBeginRequest, OnExecuteRequestHandler, OnPostEndRequest, OnSendResponse {
            func onBeginRequest(_ context: HttpContext) -> NotificationStatus { .continue }
            func onPostBeginRequest(_ context: HttpContext) -> NotificationStatus { .continue }
            func onExecuteRequestHandler(_ context: HttpContext) -> NotificationStatus { .continue }
            func onPostEndRequest(_ context: HttpContext) -> NotificationStatus { .continue }
            func onSendResponse(_ context: HttpContext, _ provider: SendResponseProvider) -> NotificationStatus {
                .continue
            }
            // Not named above, so it is not a notification.
            func onLogRequest(_ context: HttpContext) -> NotificationStatus { .continue }
        }
        let registration = FakeRegistration()
        #expect(registration.register(Module.self) == 0)
        #expect(registration.notifications == 0x2000_0081)
        #expect(registration.postNotifications == 0x801)
        registration.terminate()
    }

    @Test("A type that names no notification is refused with a sentence in the host's log")
    func noNotification() {
        struct Forgetful: HttpModule {}
        let registration = FakeRegistration()
        #expect(registration.register(Forgetful.self) < 0)
        #expect(registration.factory == nil)
        #expect(registration.log.count == 1)
        #expect(registration.log.first?.hasPrefix("Forgetful conforms to the protocol of no notification: ") == true)
    }

    @Test("Priorities are passed on, those for what follows a stage by their own call")
    func priorities() {
        struct Module: OnBeginRequest, OnPostBeginRequest {
            static var priorities: [NotificationPriority] {
                [
                    NotificationPriority([.beginRequest, .sendResponse], .first),
                    NotificationPriority(.beginRequest, .low, isPost: true),
                ]
            }
            func onBeginRequest(_ context: HttpContext) -> NotificationStatus { .continue }
            func onPostBeginRequest(_ context: HttpContext) -> NotificationStatus { .continue }
        }
        let registration = FakeRegistration()
        #expect(registration.register(Module.self) == 0)
        #expect(registration.priorities == ["request 20000001 FIRST", "post 1 LOW"])
        registration.answers["SetPriority"] = -5
        #expect(registration.register(Module.self) == -5)
        registration.terminate()
    }

    @Test("Without a registration the answer is a failure")
    func noRegistration() {
        struct Module: OnBeginRequest {
            func onBeginRequest(_ context: HttpContext) -> NotificationStatus { .continue }
        }
        #expect(Module.register(0x000A_0000, nil, nil) < 0)
    }

    @Test("Each exchange has an instance of its own, which ends with the exchange")
    func instancePerExchange() {
        let registration = FakeRegistration()
        #expect(registration.register(Counting.self) == 0)
        let first = FakeExchange()
        let second = FakeExchange()
        #expect(first.begin(registration) == 0)
        #expect(second.begin(registration) == 0)
        #expect(Counting.alive.load(ordering: .relaxed) == 2)
        first.call(\.OnBeginRequest)
        first.call(\.OnBeginRequest)
        second.call(\.OnBeginRequest)
        #expect(first.responseHeaders["Calls"] == "2")
        #expect(second.responseHeaders["Calls"] == "1")
        first.end()
        #expect(Counting.alive.load(ordering: .relaxed) == 1)
        second.end()
        #expect(Counting.alive.load(ordering: .relaxed) == 0)
        registration.terminate()
    }

    @Test("A shared module has one instance for all exchanges, which ends when the module does")
    func sharedModule() {
        let registration = FakeRegistration()
        #expect(registration.register(CountingShared.self) == 0)
        #expect(CountingShared.alive.load(ordering: .relaxed) == 1)
        for expected in 1...3 {
            let exchange = FakeExchange()
            exchange.begin(registration)
            exchange.call(\.OnBeginRequest)
            #expect(exchange.responseHeaders["Calls"] == "\(expected)")
            exchange.end()
        }
        #expect(CountingShared.alive.load(ordering: .relaxed) == 1)
        registration.terminate()
        #expect(CountingShared.alive.load(ordering: .relaxed) == 0)
    }

    @Test("When the host refuses the subscription, nothing of the module stays behind")
    func refusedSubscription() {
        let registration = FakeRegistration()
        registration.answers["SetRequestNotifications"] = HRESULT_FROM_WIN32(UInt32(ERROR_ALREADY_EXISTS))
        #expect(registration.register(RefusedShared.self) == HRESULT_FROM_WIN32(UInt32(ERROR_ALREADY_EXISTS)))
        #expect(RefusedShared.alive.load(ordering: .relaxed) == 0)
        #expect(registration.log.first?.contains("0x800700B7") == true)
    }

    @Test("When the host has no memory left, the factory says so and makes nothing")
    func noMemory() {
        struct Module: OnBeginRequest {
            func onBeginRequest(_ context: HttpContext) -> NotificationStatus { .continue }
        }
        let registration = FakeRegistration()
        registration.register(Module.self)
        let exchange = FakeExchange()
        exchange.answers["AllocateMemory"] = -1
        #expect(exchange.begin(registration) == ResultCode.outOfMemory.rawValue)
        #expect(exchange.module == nil)
        registration.terminate()
    }

    @Test("An instance lies at an address that suits its type")
    func alignment() {
        struct Module: OnBeginRequest {
            var vector = SIMD2<Double>(repeating: 4)
            func onBeginRequest(_ context: HttpContext) -> NotificationStatus {
                context.response.headers["Sum"] = "\(vector.sum())"
                return .continue
            }
        }
        #expect(MemoryLayout<Module>.alignment == 16)
        let registration = FakeRegistration()
        registration.register(Module.self)
        let exchange = FakeExchange()
        exchange.begin(registration)
        exchange.call(\.OnBeginRequest)
        #expect(exchange.responseHeaders["Sum"] == "8.0")
        #expect(exchange.objectAddress % 16 == 8, "the fake host's memory is aligned for words only")
        exchange.end()
        registration.terminate()
    }
}

private final class Counting: OnBeginRequest {
    static let alive = Atomic(0)
    private var calls = 0

    init() { Self.alive.add(1, ordering: .relaxed) }
    deinit { Self.alive.subtract(1, ordering: .relaxed) }

    func onBeginRequest(_ context: HttpContext) -> NotificationStatus {
        calls += 1
        context.response.headers["Calls"] = "\(calls)"
        return .continue
    }
}

private final class CountingShared: SharedModule, OnBeginRequest {
    static let alive = Atomic(0)
    private let calls = Atomic(0)

    init() { Self.alive.add(1, ordering: .relaxed) }
    deinit { Self.alive.subtract(1, ordering: .relaxed) }

    func onBeginRequest(_ context: HttpContext) -> NotificationStatus {
        context.response.headers["Calls"] = "\(calls.add(1, ordering: .relaxed).newValue)"
        return .continue
    }
}

private final class RefusedShared: SharedModule, OnBeginRequest {
    static let alive = Atomic(0)

    init() { Self.alive.add(1, ordering: .relaxed) }
    deinit { Self.alive.subtract(1, ordering: .relaxed) }

    func onBeginRequest(_ context: HttpContext) -> NotificationStatus { .continue }
}
