import CSharedPage
import Glibc

/// The call into a module that a worker's death is put down to. A value.
package struct Suspect: Hashable, Sendable {
    /// Index of the module, 1 the first.
    package var module: UInt32

    /// Its name; "module 7" for an index without one.
    package var moduleName: String

    /// The call.
    package var call: NotedCall

    /// The request line, printable; nil if none was noted.
    package var requestText: String?
}

/// What the supervisor knows beforehand about the end of a process.
package enum DeathExpectation: Hashable, Sendable {
    /// Nothing: the process was to go on.
    case none

    /// It was asked to end.
    case asked

    /// The supervisor killed it.
    case killed

    /// It could not start, for this reason.
    case failure(String)

    /// It was killed because it had not reported ready within this time.
    case overdue(Duration)
}

/// One death of a worker, and whom it is put down to: made once by the supervisor, logged, and handed to its observer.
package struct DeathReport: Sendable, CustomStringConvertible {
    /// Why the worker ended.
    package enum Cause: Hashable, Sendable {
        /// The supervisor asked for it, and the worker had told its modules; or the supervisor killed it.
        case asked

        /// It could not start, for the reason that it reported or that the supervisor found.
        case failure(String)

        /// It had not reported ready within this time, and was killed.
        case overdue(Duration)

        /// It exited by itself.
        case exit(code: Int32)

        /// It crashed; the handler left its account.
        case crash(CrashAccount)

        /// A signal of another process. No module is blamed.
        case outside(signal: Int32, sender: Int32?)

        /// A signal that stands for a crash, but without an account of one: a module may have taken the signal.
        case unaccounted(signal: Int32)
    }

    /// Position of the worker, 1 the first.
    package let position: Int

    /// Its process number.
    package let pid: Int32

    /// How the process ended, as the system says.
    package let death: WorkerDeath

    /// Why.
    package let cause: Cause

    /// Who was running on the thread that crashed, or, where the thread is not known, on the only one that was inside a module;
    /// nil if no module is to blame or it is not known.
    package let suspect: Suspect?

    /// The sentence for the log.
    package let description: String

    /// Whether the worker had told its modules of the end before it died; what happens then costs no request.
    package let hadFinished: Bool

    /// Where the thread that crashed was, the crash first, as places in files; empty without an account of a crash.
    package var places: [String] {
        if case .crash(let crash) = cause { crash.places } else { [] }
    }

    /// Judges a death.
    ///
    /// `crash` and `inside` are what the worker's page says; `moduleNames` holds the name of module 1 first.
    package init(
        position: Int, pid: Int32, death: WorkerDeath, crash: CrashAccount?, inside: [ThreadAccount],
        moduleNames: [String], expectation: DeathExpectation, hadFinished: Bool = false
    ) {
        self.position = position
        self.pid = pid
        self.death = death
        self.hadFinished = hadFinished
        cause = Self.cause(
            of: death, pid: pid, crash: crash, expectation: expectation, hadFinished: hadFinished)
        let thread: ThreadAccount? =
            switch cause {
            case .crash(let crash): crash.thread
            case .exit, .overdue, .unaccounted: inside.count == 1 ? inside[0] : nil
            case .asked, .failure, .outside: nil
            }
        suspect = thread.flatMap { thread in
            thread.innermost.map { Suspect(call: $0, on: thread, moduleNames: moduleNames) }
        }
        description =
            "worker \(position) (pid \(pid)) "
            + Self.sentence(cause, of: death, suspect: suspect, isAsked: expectation != .none)
    }

    private static func cause(
        of death: WorkerDeath, pid: Int32, crash: CrashAccount?, expectation: DeathExpectation, hadFinished: Bool
    ) -> Cause {
        if case .signalled = death, let crash {
            if let sender = crash.senderPID, sender != pid { return .outside(signal: crash.signal, sender: sender) }
            return .crash(crash)
        }
        switch expectation {
        case .failure(let reason): return .failure(reason)
        case .overdue(let limit): return .overdue(limit)
        case .none, .asked, .killed: break
        }
        switch death {
        case .exited(let code):
            // An exit before that is a module's, and costs what was in flight.
            return expectation != .none && hadFinished && code == 0 ? .asked : .exit(code: code)
        case .signalled(let signal):
            if expectation == .killed, signal == SIGKILL { return .asked }
            return CrashHandler_Catches(signal)
                ? .unaccounted(signal: signal) : .outside(signal: signal, sender: nil)
        }
    }

    private static func sentence(
        _ cause: Cause, of death: WorkerDeath, suspect: Suspect?, isAsked: Bool
    ) -> String {
        switch cause {
        case .asked:
            switch death {
            case .exited(code: 0): return "ended as asked"
            case .signalled(SIGKILL): return "was killed before it had finished"
            default: return "ended as asked, \(death)"
            }
        case .failure(let reason):
            return "could not start: \(reason)"
        case .overdue(let limit):
            return "was not ready within \(text(limit)) and was killed" + (suspect.map { " \($0.sentence)" } ?? "")
        case .exit(let code):
            let start = "exited with code \(code) " + (isAsked ? "before it had finished" : "without being asked")
            guard let suspect else { return start }
            return "\(start) \(suspect.sentence); a module must not call exit() or daemon()"
        case .outside(let signal, let sender):
            let by = sender.map { " sent by process \($0)" } ?? ""
            return "was killed from outside (\(WorkerDeath.name(ofSignal: signal))\(by)); no module is blamed"
        case .unaccounted(let signal):
            let start = "died of \(WorkerDeath.name(ofSignal: signal))"
            guard let suspect else { return "\(start) and left no account of it; no module is blamed" }
            return "\(start) \(suspect.sentence), the only call that was open; where is not known, because the crash "
                + "handler was replaced or could not run"
        case .crash(let crash):
            let start = "died of \(WorkerDeath.name(ofSignal: crash.signal))\(place(of: crash))"
            let thread = crash.thread.map { " (\(BreadcrumbText.threadKind($0.kind)))" } ?? ""
            guard let suspect else {
                return "\(start); \(reasonForNoSuspect(crash)); thread \(crash.threadID)\(thread)"
            }
            return "\(start) \(suspect.sentence); thread \(crash.threadID)\(thread)"
        }
    }

    private static func reasonForNoSuspect(_ crash: CrashAccount) -> String {
        guard let thread = crash.thread, thread.depth > thread.calls.count else {
            return "no module was running on the thread that crashed"
        }
        return "calls were nested \(thread.depth) deep, too deep to know the module"
    }

    /// An address says something where the processor gave one: not for signals sent, nor for code SI_KERNEL.
    static func place(of crash: CrashAccount) -> String {
        guard let address = crash.faultAddress, crash.code != 0x80 else { return "" }
        return " at address \(BreadcrumbText.hexadecimal(address))"
    }
}

extension Suspect {
    init(call: NotedCall, on thread: ThreadAccount, moduleNames: [String]) {
        let index = Int(call.module) - 1
        self.init(
            module: call.module,
            moduleName: moduleNames.indices.contains(index) ? moduleNames[index] : "module \(call.module)",
            call: call,
            requestText: thread.requestText(of: call)
        )
    }

    /// "inside module "auth", OnBeginRequest, exchange 17, request "GET / HTTP/1.1"".
    var sentence: String {
        var text = "inside module \"\(moduleName)\", \(call.methodName)"
        if call.exchange != 0 { text += ", exchange \(call.exchange)" }
        if let requestText { text += ", request \"\(requestText)\"" }
        return text
    }
}
