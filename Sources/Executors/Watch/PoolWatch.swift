/// What the watchdog knows of the threads of the pool: in which call each is, and since when.
///
/// A value without a clock; the watchdog keeps it under a lock. How long a call takes is counted from the look that met it
/// first, so that no call has to read a clock. A thread that waits for its client, or has done so since the look before, starts
/// anew: that time is the client's, and a module that writes now and then is not stuck.
struct PoolWatch: Sendable {
    private struct Watched: Sendable {
        let probe: ThreadProbe
        var sequence: UInt32
        var clientWaits: UInt32
        var since: ContinuousClock.Instant
        var nextReport: Duration
    }

    /// How long a call may take before it is told of: after 30 s, 300 s and so on.
    static let patience = Duration.seconds(30)

    private var threads: [Watched] = []

    mutating func add(_ probe: ThreadProbe, at now: ContinuousClock.Instant) {
        threads.append(
            Watched(
                probe: probe, sequence: probe.sequence, clientWaits: probe.clientWaits, since: now,
                nextReport: Self.patience))
    }

    mutating func remove(_ probe: ThreadProbe) {
        threads.removeAll { $0.probe.isSame(as: probe) }
    }

    /// Looks at each thread once: some loads, and system calls only for those of which the log is to be told. The threads that have now been held so long that the log
    /// tells of it.
    mutating func look(at now: ContinuousClock.Instant) -> [HeldThread] {
        var due: [HeldThread] = []
        for index in threads.indices where follow(&threads[index], at: now) {
            let held = now - threads[index].since
            guard held >= threads[index].nextReport, let account = threads[index].probe.account() else { continue }
            // What was read just now may be the next call already.
            guard threads[index].probe.sequence == threads[index].sequence else { continue }
            threads[index].nextReport *= 10
            due.append(HeldThread(account: account, duration: held, waitsForClient: false))
        }
        return due
    }

    /// Notes what the thread is in; true if it is in the call of the look before, and not for its client.
    private func follow(_ thread: inout Watched, at now: ContinuousClock.Instant) -> Bool {
        let sequence = thread.probe.sequence
        let waits = thread.probe.clientWaits
        guard sequence == thread.sequence, thread.probe.isInCall else {
            thread.nextReport = Self.patience
            thread.sequence = sequence
            thread.clientWaits = waits
            thread.since = now
            return false
        }
        // The next line of the same call still comes later than the one before.
        if waits & 1 != 0 || waits != thread.clientWaits {
            thread.clientWaits = waits
            thread.since = now
            return false
        }
        return true
    }

    /// Who has the pool's threads at this moment. Some system calls for each thread that is in a call: for a line of the log.
    func account(_ status: ThreadPool.Status, at now: ContinuousClock.Instant) -> PoolAccount {
        let held = threads.compactMap { thread -> HeldThread? in
            let sequence = thread.probe.sequence
            guard let account = thread.probe.account(), thread.probe.sequence == sequence else { return nil }
            return HeldThread(
                account: account,
                duration: sequence == thread.sequence ? now - thread.since : .zero,
                waitsForClient: thread.probe.clientWaits & 1 != 0)
        }
        return PoolAccount(busy: status.threads - status.idle, held: held)
    }
}

/// A thread of the pool that is in a call.
struct HeldThread: Sendable, Equatable {
    /// In which one.
    let account: CallAccount
    /// Since the watchdog saw it there first, or the client last kept it waiting.
    let duration: Duration
    /// Whether it waits for its client at this moment, inside a function of the host.
    let waitsForClient: Bool
}
