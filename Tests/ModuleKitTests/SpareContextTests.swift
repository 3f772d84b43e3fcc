import CModuleABI
import ModuleKit
import Testing

/// Leaves something of each kind with its exchange, and notes what it finds of the exchange before.
private struct Leaver: OnExecuteRequestHandler {
    nonisolated(unsafe) static var contexts: [ObjectIdentifier] = []
    nonisolated(unsafe) static var found: [Int?] = []

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        Self.contexts.append(ObjectIdentifier(context))
        Self.found.append(context.storage[Int.self])
        context.storage[Int.self] = Self.contexts.count
        context.response.setStatus(201)
        _ = context.completion
        try context.response.write(file: "/proc/self/status")
        return .continue
    }
}

/// Knows the context of its last exchange by a weak and by an unowned reference, which keep nothing alive.
private struct Onlooker: OnExecuteRequestHandler {
    nonisolated(unsafe) static var isWeak = true
    nonisolated(unsafe) static weak var known: HttpContext?
    nonisolated(unsafe) static unowned var unownedReference: HttpContext?
    nonisolated(unsafe) static var contexts: [ObjectIdentifier] = []

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        Self.contexts.append(ObjectIdentifier(context))
        if Self.contexts.count > 1 { return .continue }
        if Self.isWeak { Self.known = context } else { Self.unownedReference = context }
        return .continue
    }
}

/// Leaves something with its context at the last moment, when the exchange is over already.
private final class LateLeaver: OnExecuteRequestHandler {
    nonisolated(unsafe) static var found: [Int?] = []
    private var context: HttpContext?

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        self.context = context
        Self.found.append(context.storage[Int.self])
        return .continue
    }

    deinit { context?.storage[Int.self] = 7 }
}

/// Stores something that stores something else when it ends.
private struct Heir: OnExecuteRequestHandler {
    final class Will {
        unowned(unsafe) let context: HttpContext
        init(_ context: HttpContext) { self.context = context }
        deinit { context.storage[Int.self] = 7 }
    }

    nonisolated(unsafe) static var found: [Int?] = []

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        Self.found.append(context.storage[Int.self])
        context.storage[Will.self] = Will(context)
        return .continue
    }
}

@Suite("Spare contexts", .serialized)
struct SpareContextTests {
    private func serve(_ registration: FakeRegistration, _ body: (FakeExchange) -> Void = { _ in }) {
        let exchange = FakeExchange()
        exchange.begin(registration)
        exchange.call(\.OnExecuteRequestHandler)
        body(exchange)
        exchange.end()
    }

    @Test("The context of an exchange serves the next one, which finds nothing of what was left")
    func nothingLeft() {
        Leaver.contexts = []
        Leaver.found = []
        let registration = FakeRegistration()
        registration.register(Leaver.self)
        for _ in 0..<3 {
            serve(registration) { #expect($0.status == 201) }
        }
        #expect(Set(Leaver.contexts).count == 1)
        #expect(Leaver.found == [nil, nil, nil])
        registration.terminate()
    }

    @Test("Two exchanges at a time have a context each")
    func twoAtATime() {
        Leaver.contexts = []
        let registration = FakeRegistration()
        registration.register(Leaver.self)
        serve(registration) { _ in serve(registration) }
        #expect(Set(Leaver.contexts).count == 2)
        serve(registration)
        #expect(Set(Leaver.contexts).count == 2, "one of them was kept")
        registration.terminate()
    }

    @Test(
        "A context that something weak or unowned points to does not become that of another client",
        arguments: [true, false])
    func observed(isWeak: Bool) {
        Onlooker.isWeak = isWeak
        Onlooker.contexts = []
        Onlooker.known = nil
        Onlooker.unownedReference = nil
        let registration = FakeRegistration()
        registration.register(Onlooker.self)
        serve(registration)
        #expect(Onlooker.known == nil, "it has ended with its exchange")
        serve(registration) { _ in #expect(Onlooker.known == nil) }
        // An unowned reference, unlike a weak one, keeps the place of an object that has ended.
        if !isWeak { #expect(Set(Onlooker.contexts).count == 2) }
        Onlooker.unownedReference = nil
        registration.terminate()
    }

    @Test("What an instance leaves while it ends does not reach the next exchange")
    func late() {
        LateLeaver.found = []
        let registration = FakeRegistration()
        registration.register(LateLeaver.self)
        for _ in 0..<3 { serve(registration) }
        #expect(LateLeaver.found == [nil, nil, nil])
        registration.terminate()
    }

    @Test("What a stored value stores while it ends does not reach the next exchange")
    func will() {
        Heir.found = []
        let registration = FakeRegistration()
        registration.register(Heir.self)
        for _ in 0..<3 { serve(registration) }
        #expect(Heir.found == [nil, nil, nil])
        registration.terminate()
    }
}
