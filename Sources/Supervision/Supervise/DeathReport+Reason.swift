/// The death of a worker as the reason why the program fails.
extension DeathReport {
    /// Why a server cannot start.
    package var reasonForNoStart: String { reason(when: "before it was ready") }

    /// One sentence for a person who started the program, with the remedy: without positions, processes and threads.
    ///
    /// `when` reads on after what the worker did, where no module can be named.
    package func reason(when: String) -> String {
        if case .failure(let reason) = cause { return reason }
        guard let suspect else { return "The worker \(reasonWithoutSuspect(when))." }
        return "Module \"\(suspect.moduleName)\" \(deed(suspect.call.methodName)); "
            + "mend the module, or remove it from the list of modules."
    }

    private func deed(_ method: String) -> String {
        switch cause {
        case .overdue(let limit): "had not returned from \(method) after \(Self.text(limit))"
        case .exit(let code): "ended the process, by exit() or daemon() with code \(code), in \(method)"
        case .crash(let crash): "\(Self.text(crash)) in \(method)"
        case .unaccounted(let signal): "crashed (\(WorkerDeath.name(ofSignal: signal))) in \(method)"
        case .asked, .failure, .outside: "was running in \(method)"
        }
    }

    private func reasonWithoutSuspect(_ when: String) -> String {
        let remedy = "try the modules one at a time with 'modhost check'"
        switch cause {
        case .asked: return "was asked to end \(when); start it again"
        case .failure(let reason): return reason
        case .overdue(let limit):
            return "was not ready within \(Self.text(limit)), and no module was being called; \(remedy)"
        case .exit(let code):
            return "ended with exit code \(code) \(when), and no module was being called; \(remedy), "
                + "because a constructor or a thread of one may call exit() or daemon()"
        case .crash(let crash):
            return "\(Self.text(crash)) \(when), and no module was being called; \(remedy), "
                + "because a constructor or a thread of one may crash"
        case .outside(let signal, _):
            return "was killed from outside (\(WorkerDeath.name(ofSignal: signal))) \(when); "
                + "look in the system's log for who did it, such as the kernel when memory is short"
        case .unaccounted(let signal):
            return "died of \(WorkerDeath.name(ofSignal: signal)) \(when) and left no account of it; \(remedy)"
        }
    }

    private static func text(_ crash: CrashAccount) -> String {
        "crashed (\(WorkerDeath.name(ofSignal: crash.signal))\(place(of: crash)))"
    }

    /// "60 seconds", "0.3 seconds".
    static func text(_ limit: Duration) -> String {
        if limit == .seconds(1) { return "1 second" }
        let text = "\(limit)"
        return text.hasSuffix(".0 seconds") ? "\(text.dropLast(".0 seconds".count)) seconds" : text
    }
}
