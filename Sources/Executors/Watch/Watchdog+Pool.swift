package import CSharedPage
internal import HostLog
internal import Logging

/// The thread pool: calls that keep its threads, and when none is left.
extension Watchdog {
    /// What the watchdog's thread remembers from one look at the pool to the next.
    struct PoolLook {
        var detector = StallDetector()
        var next = ContinuousClock.now
        var taken: UInt64 = 0
        var isBusy = false
    }

    /// Watches `pool` until `stop`. Called once, before the pool gets its first job.
    package func watch(_ pool: ThreadPool) { self.pool.withLock { $0 = pool } }

    /// Watches the thread of the pool that owns `slot`, the calling one. The slot must stay mapped while it is watched.
    package func watchPoolThread(_ slot: UnsafePointer<BreadcrumbSlot>) {
        let probe = ThreadProbe(slot: slot)
        poolThreads.withLock { $0.add(probe, at: .now) }
    }

    /// Stops to watch the thread of `slot`, before the slot is given back.
    package func unwatchPoolThread(_ slot: UnsafePointer<BreadcrumbSlot>) {
        let probe = ThreadProbe(slot: slot)
        poolThreads.withLock { $0.remove(probe) }
    }

    /// Who has the pool's threads at this moment, for a line of the log; nil if there is no pool. Any thread.
    package func poolAccount() -> String? {
        guard let status = poolStatus else { return nil }
        return account(status).text(names)
    }

    private func account(_ status: ThreadPool.Status) -> PoolAccount {
        let now = ContinuousClock.now
        // A copy, so that threads that come and go need not wait for the files that are read here.
        return poolThreads.withLock { $0 }.account(status, at: now)
    }

    /// Looks at the pool, if it is time for that; true if its threads work or have worked since the look before.
    func lookAtPool(_ look: inout PoolLook) -> Bool {
        let now = ContinuousClock.now
        guard now >= look.next, let status = poolStatus else { return look.isBusy }
        look.next = now + poolInterval
        look.isBusy = status.threads > status.idle || status.waitingJobs > 0 || status.taken != look.taken
        look.taken = status.taken
        let due = poolThreads.withLock { $0.look(at: now) }
        switch look.detector.observe(status, at: now) {
        case .stalled(let duration): logStall(duration, status)
        case .recovered(let duration):
            notices.log(.poolRecovered, level: .info) {
                "a thread of the thread pool has come free, after \(duration.components.seconds) s without one"
            }
        case nil: if !due.isEmpty { logHeld(due) }
        }
        return look.isBusy
    }

    private func logStall(_ duration: Duration, _ status: ThreadPool.Status) {
        let account = account(status)
        notices.log(.poolStalled, level: .warning, metadata: metadata(account.longest)) {
            let waiting = status.waitingJobs
            return """
                no thread of the thread pool has come free for \(duration.components.seconds) s, and \
                \(waiting == 1 ? "1 request waits" : "\(waiting) requests wait") for one; \(account.text(names))
                """
        }
    }

    private func logHeld(_ due: [HeldThread]) {
        guard let longest = PoolAccount(busy: due.count, held: due).longest else { return }
        let name = longest.account.call.map { "module \"\(names.module($0.module))\"" } ?? "a callback of a module"
        let others = due.count - 1
        notices.log(.heldThread, level: .warning, metadata: metadata(longest)) {
            """
            \(name) has held a thread of the thread pool for \(longest.duration.components.seconds) s\
            \(longest.account.place(names))\
            \(others == 0 ? "" : "; \(others) more \(others == 1 ? "has" : "have") been held as long")
            """
        }
    }

    private func metadata(_ thread: HeldThread?) -> Logger.Metadata {
        guard let call = thread?.account.call else { return [:] }
        return ["module": "\(names.module(call.module))", "notification": "\(names.notification(call))"]
    }
}
