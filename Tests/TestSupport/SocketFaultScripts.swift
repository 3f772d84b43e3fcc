package import EventLoop
import Foundation
import Glibc
import Synchronization

/// Disturbs the calls on sockets at random, but the same way for the same seed and order of calls: short counts, EAGAIN where there
/// would be something, EINTR, clients that are gone before they are accepted. Nothing is lost by any of them, so whoever is disturbed must behave as if nothing had happened.
package final class SeededFaults: SocketFaults {
    private let random: Mutex<SplitMix64>
    /// One call in so many is left alone.
    private let calm: UInt64

    package init(seed: UInt64, calm: UInt64 = 2) {
        random = Mutex(SplitMix64(seed: seed))
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

/// Fails one call, by its number, and counts all.
package final class OneFault: SocketFaults {
    private let number: Int
    private let code: CInt
    private let count = Atomic<Int>(0)

    package init(atCall number: Int, code: CInt) {
        self.number = number
        self.code = code
    }

    /// Calls so far.
    package var calls: Int { count.load(ordering: .relaxed) }

    package func next(_ call: SocketCall) -> SocketFault {
        let call = count.add(1, ordering: .relaxed).oldValue
        return call == number ? .error(code) : .none
    }
}

/// Numbers that are the same in every run.
package struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}
