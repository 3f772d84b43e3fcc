/// The death of a worker as the reason why a server cannot start.
extension DeathReport {
    /// One sentence for a person who started the server, with the remedy: without positions, processes and threads.
    package var reasonForNoStart: String {
        if case .failure(let reason) = cause { return reason }
        guard let suspect else { return "Cannot start: \(reasonWithoutSuspect)." }
        return "Cannot start: module \"\(suspect.moduleName)\" \(deed) \(suspect.call.methodName); "
            + "mend the module, or remove it from the list of modules."
    }

    /// What the suspect did; the name of the method follows.
    private var deed: String {
        switch cause {
        case .overdue(let limit): "had not returned after \(limit) from"
        case .exit(let code): "ended the process (exit code \(code)) in"
        case .crash(let crash): "crashed (\(WorkerDeath.name(ofSignal: crash.signal))\(Self.place(of: crash))) in"
        case .asked, .failure, .outside, .unaccounted: "was running in"
        }
    }

    private var reasonWithoutSuspect: String {
        let remedy = "try the modules one at a time with 'modhost check'"
        switch cause {
        case .failure(let reason): return reason
        case .asked: return "the worker was asked to end before it was ready"
        case .overdue(let limit):
            return "the worker was not ready within \(limit), and no module was being called; \(remedy)"
        case .exit(let code):
            return "the worker ended with exit code \(code) before it was ready, and no module was being called; "
                + "\(remedy), because a constructor or a thread of one may call exit()"
        case .crash(let crash):
            return "the worker crashed (\(WorkerDeath.name(ofSignal: crash.signal))\(Self.place(of: crash))) before it "
                + "was ready, and no module was being called; \(remedy), because a constructor or a thread of one may crash"
        case .outside(let signal, _):
            return "the worker was killed from outside (\(WorkerDeath.name(ofSignal: signal))) before it was ready; "
                + "look in the system's log for who did it, such as the kernel when memory is short"
        case .unaccounted(let signal):
            return "the worker died of \(WorkerDeath.name(ofSignal: signal)) before it was ready and left no account "
                + "of it; \(remedy)"
        }
    }
}
