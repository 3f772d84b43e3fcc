import Configuration
import HostLog
import Logging

/// What is said when a module has changed something that the whole process shares.
extension ModuleHost {
    /// Looks what the RegisterModule of `module` has changed. Called on the main thread, right after it.
    func checkProcess(after module: ModuleConfiguration) {
        guard let processState else { return }
        tell(
            processState.putBack() + processState.unblockSignals(), name: "module \"\(module.name)\"",
            "in RegisterModule")
    }

    /// Has the process looked at from now on while modules are called. Called once, when the worker has made everything by which
    /// a library of its own changes the process.
    package func watchProcess() {
        guard processState != nil else { return }
        watchdog.whileBusy { [unowned self] in checkProcess() }
    }

    /// Looks what modules have changed since the last time, at the cost of some twenty system calls. Any thread.
    package func checkProcess() {
        guard let changes = processState?.putBack(), !changes.isEmpty else { return }
        for change in changes {
            let owner = modules.first { $0.absolutePath == change.file }
            tell([change], name: owner.map { "module \"\($0.name)\"" } ?? anyModule, "while it served")
        }
    }

    /// Who it may have been, where nothing tells.
    private var anyModule: String { Self.any(of: modules.map(\.name)) }

    private static func any(of names: [String]) -> String {
        let quoted = names.prefix(8).map { "\"\($0)\"" }
        return quoted.count == 1 ? "module \(quoted[0])" : "one of the modules \(quoted.joined(separator: ", "))"
    }

    /// What looks after the threads that run modules: signals that a module has left blocked there are let through again.
    static func upkeepOfThreads(
        _ processState: ProcessState?, _ names: [String], _ notices: RepeatedNotices
    ) -> @Sendable () -> Void {
        guard let processState else { return {} }
        return {
            guard !processState.unblockSignals().isEmpty else { return }
            notices.log(.blockedSignals, level: .warning) {
                "\(any(of: names)) left signals blocked on a thread of the host; that was put back, because programs that are "
                    + "started there could not be ended"
            }
        }
    }

    private func tell(_ changes: [ProcessState.Change], name: String, _ when: String) {
        let mended = changes.filter { $0.consequence == nil }.map(\.what)
        if !mended.isEmpty {
            logger.warning(
                "\(name) changed \(Self.list(mended)) \(when); that was put back, because the whole process shares it")
        }
        for change in changes {
            guard let consequence = change.consequence else { continue }
            logger.notice("\(name) changed \(change.what) \(when); \(consequence)")
        }
    }

    private static func list(_ phrases: [String]) -> String {
        guard phrases.count > 1 else { return phrases.joined() }
        return phrases.dropLast().joined(separator: ", ") + " and " + phrases[phrases.count - 1]
    }
}
