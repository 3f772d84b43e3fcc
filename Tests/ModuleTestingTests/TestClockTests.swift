import ModuleKit
import ModuleTesting
import Testing

/// Where a module's time comes from.
private protocol TimeSource: SendableMetatype {
    static var clock: any Clock<Duration> { get }
}

@Suite("A clock that a test moves")
struct TestClockTests {
    private enum TestTime: TimeSource {
        static let test = TestClock()
        static var clock: any Clock<Duration> { test }
    }

    /// Answers after a minute of the clock that it has been given.
    private struct Delay<Time: TimeSource>: HttpModule, OnExecuteRequestHandler {
        func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
            context.pending { context in
                try await Time.clock.sleep(for: .seconds(60))
                try await context.response.write("late")
                return .finishRequest
            }
        }
    }

    @Test("A module that waits goes on when the time has come")
    func module() async throws {
        try await TestHost.with(Delay<TestTime>.self) { host in
            let exchange = host.begin(.get("/"))
            await TestTime.test.sleepers(1)
            TestTime.test.advance(by: .seconds(59))
            #expect(exchange.responseSoFar.pushes == 0)
            await TestTime.test.sleepers(1)
            TestTime.test.advance(by: .seconds(1))
            #expect(await exchange.response().text == "late")
        }
    }

    @Test("Nobody wakes before the deadline, and a deadline that has passed is not waited for")
    func deadlines() async throws {
        let clock = TestClock()
        let task = Task { try await clock.sleep(until: clock.now.advanced(by: .seconds(2))) }
        await clock.sleepers(1)
        clock.advance(by: .seconds(1))
        await clock.sleepers(1)
        clock.advance(by: .seconds(1))
        try await task.value
        #expect(clock.now.sinceStart == .seconds(2))
        try await clock.sleep(until: clock.now)
    }

    @Test("A cancelled task sleeps no longer, whether it had begun to or not")
    func cancellation() async {
        let clock = TestClock()
        let task = Task { try await clock.sleep(for: .seconds(1)) }
        await clock.sleepers(1)
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
        let early = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            try await clock.sleep(for: .seconds(1))
        }
        await #expect(throws: CancellationError.self) { try await early.value }
    }
}
