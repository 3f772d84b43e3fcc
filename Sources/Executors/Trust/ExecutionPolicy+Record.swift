import Configuration
internal import OperatingSystem
internal import Synchronization

extension ExecutionPolicy {
    /// One module's trust, with the two answers that walks ask for kept beside it as flags.
    final class Record: Sendable {
        let name: String
        let isOnLoop: Atomic<Bool>
        let isOnProbation: Atomic<Bool>
        private let trust: Lock<ModuleTrust>

        let mode: ExecutionMode

        init(name: String, mode: ExecutionMode) {
            self.mode = mode
            let trust = ModuleTrust(mode)
            self.name = name
            self.isOnLoop = Atomic(trust.isOnLoop)
            self.isOnProbation = Atomic(trust.standing == .probation)
            self.trust = Lock(trust)
        }

        /// Changes the trust, and with it the flags and the number of modules on the pool.
        func change<Outcome: Sendable>(
            _ modulesOnPool: borrowing Atomic<Int>,
            _ body: (inout ModuleTrust) -> Outcome
        ) -> Outcome {
            trust.withLock { trust in
                let outcome = body(&trust)
                publish(trust, modulesOnPool)
                return outcome
            }
        }

        /// Counts one call on the pool.
        ///
        /// If another thread has the lock, a call without a wait is simply not counted: that makes probation a little
        /// longer, while waiting for the lock would make this very thread seem to have waited.
        func count(waited: Bool, _ modulesOnPool: borrowing Atomic<Int>) -> ModuleTrust.Change? {
            if waited { return change(modulesOnPool) { $0.recordCall(waited: true) } }
            let change = trust.withLockIfAvailable { trust in
                let change = trust.recordCall(waited: false)
                if change != nil { publish(trust, modulesOnPool) }
                return change
            }
            return change ?? nil
        }

        private func publish(_ trust: ModuleTrust, _ modulesOnPool: borrowing Atomic<Int>) {
            isOnProbation.store(trust.standing == .probation, ordering: .relaxed)
            let wasOnLoop = isOnLoop.exchange(trust.isOnLoop, ordering: .relaxed)
            if wasOnLoop != trust.isOnLoop {
                modulesOnPool.wrappingAdd(trust.isOnLoop ? -1 : 1, ordering: .relaxed)
            }
        }
    }
}
