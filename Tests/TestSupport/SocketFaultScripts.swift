package import EventLoop
import Foundation
import Glibc
import OperatingSystem

/// Disturbs the calls on sockets at random, but the same way for the same seed and order of calls: short counts, EAGAIN where there
/// would be something, EINTR, clients that are gone before they are accepted. Nothing is lost by any of them, so whoever is disturbed must behave as if nothing had happened.
package final class SeededFaults: SocketFaults {
    private let random: Lock<SplitMix64>
    /// One call in so many is left alone.
    private let calm: UInt64

    package init(seed: UInt64, calm: UInt64 = 2) {
        random = Lock(SplitMix64(seed: seed))
        self.calm = calm
    }

    package func next(_ call: SocketCall) -> SocketFault {
        let number = random.withLock { $0.next() }
        guard number % calm != 0 else { return .none }
        switch number >> 8 & 7 {
        case 0, 1: return .error(EAGAIN)
        case 2: return .error(EINTR)
        case 3: return call == .accept ? .error(EINTR) : .atMost(1)
        case 4: return call == .accept ? .error(ECONNABORTED) : .atMost(Int(number >> 16 & 31) + 1)
        default: return .atMost(Int(number >> 16 & 1023) + 1)
        }
    }

    /// The seed in the environment (`MODHOST_TEST_FAULTS`), under which all tests that serve in their own process are disturbed;
    /// nil if there is none.
    package static var ofEnvironment: SeededFaults? {
        ProcessInfo.processInfo.environment["MODHOST_TEST_FAULTS"].flatMap(UInt64.init).map { SeededFaults(seed: $0) }
    }
}

/// Lets one call fail, by its number, and counts all. It can be armed again and again. Any thread.
package final class OneFault: SocketFaults {
    /// In which way a call may fail.
    package enum Kind: String, CaseIterable, Sendable {
        /// There is nothing to be had now.
        case again
        /// A signal came first.
        case interrupted
        /// One byte is moved.
        case short
        /// The client is gone.
        case reset
        /// The system has no descriptor or memory to give.
        case exhausted

        fileprivate func fault(of call: SocketCall) -> SocketFault {
            switch (self, call) {
            case (.again, _): .error(EAGAIN)
            case (.interrupted, _): .error(EINTR)
            case (.short, .accept): .none
            case (.short, _): .atMost(1)
            case (.reset, .accept): .error(ECONNABORTED)
            case (.reset, .receive): .error(ECONNRESET)
            case (.reset, _): .error(EPIPE)
            case (.exhausted, .accept): .error(EMFILE)
            case (.exhausted, _): .error(ENOMEM)
            }
        }
    }

    /// What came of it.
    package struct Account: Sendable {
        /// Calls since it was armed.
        package var calls = 0
        /// The call that failed, if there were so many.
        package var failed: SocketCall?
    }

    private struct Plan {
        var kind: Kind?
        var number = 0
        var account = Account()
    }

    private let plan = Lock(Plan())

    package init() {}

    /// Call `number` from now on, counted from 0, is to fail; none if `kind` is nil.
    package func arm(_ kind: Kind?, atCall number: Int) {
        plan.withLock { $0 = Plan(kind: kind, number: number) }
    }

    /// Calls do what the system makes of them from now on.
    package func disarm() -> Account {
        plan.withLock { plan in
            defer { plan = Plan() }
            return plan.account
        }
    }

    package func next(_ call: SocketCall) -> SocketFault {
        plan.withLock { plan in
            defer { plan.account.calls += 1 }
            guard let kind = plan.kind, plan.account.calls == plan.number else { return .none }
            plan.account.failed = call
            return kind.fault(of: call)
        }
    }
}
