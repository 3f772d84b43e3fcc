import CProcess
import CSharedPage
import Glibc
import OperatingSystem

/// The state that all modules of a process share, that any of them can change, and that the host or the other modules
/// need unchanged: working folder, umask, signal handlers, the main thread's signal mask, limits.
///
/// A library in a module may change such things without knowing that others depend on them. After each RegisterModule
/// and from time to time the host checks them, puts back what it needs, and names the module.
package final class ProcessState: Sendable {
    /// One thing that was found changed.
    package struct Change: Sendable, Equatable {
        /// What it is, as a phrase: "the working folder".
        package let what: String
        /// The file that holds a signal handler found there; nil where there is none.
        package let file: String?
        /// The consequence of a change that was not put back; nil if it was.
        package let consequence: String?

        static let notPutBack = "it cannot be put back, and others may fail for want of it"
        /// The handlers of crashes are left to the module: they may be what its user wants.
        static let lessIsKnown = "a crash is told without its place"

        init(_ what: String, file: String? = nil, isPutBack: Bool) {
            self.init(what, file: file, consequence: isPutBack ? nil : Self.notPutBack)
        }

        init(_ what: String, file: String?, consequence: String?) {
            self.what = what
            self.file = file
            self.consequence = consequence
        }
    }

    /// Copies of standard input, output and error.
    private let standard: [Int32]
    private let folder: Int32
    private let mask: mode_t
    private let limits: [Limit]
    private let caught: [Int32]
    private let ignored: [Int32]
    /// Crash signals whose handler a module has replaced, and that have been logged.
    private let toldCrashSignals = Lock<Set<Int32>>([])
    /// Changes that cannot be put back, and that have been logged.
    private let toldForGood = Lock<Set<String>>([])
    private let turn = Lock(())

    private struct Limit: Sendable {
        let name: String
        let resource: __rlimit_resource_t
        let value: rlimit
    }

    /// Records the state as it should be. Called once, on the main thread, before modules are loaded and after the host
    /// has installed its handlers.
    ///
    /// - Parameters:
    ///   - caught: signals with a handler of SignalNotice.
    ///   - ignored: signals with a handler of IgnoredSignal.
    package init(caught: [Int32], ignored: [Int32]) {
        standard = (STDIN_FILENO...STDERR_FILENO).map { ProcessCalls_DuplicateFrom($0, STDERR_FILENO + 1) }
        folder = ProcessCalls_OpenFolder(".")
        mask = umask(0o022)
        umask(mask)
        limits = Self.limited.compactMap { name, resource in
            var value = rlimit()
            return getrlimit(resource, &value) == 0 ? Limit(name: name, resource: resource, value: value) : nil
        }
        self.caught = caught
        self.ignored = ignored
    }

    deinit { for descriptor in standard + [folder] where descriptor >= 0 { close(descriptor) } }

    /// Checks the state, puts back what can be put back, and returns what had changed. Any thread.
    package func putBack() -> [Change] { turn.withLock { _ in putBackInTurn() } }

    private func putBackInTurn() -> [Change] {
        var changes: [Change] = []
        if hasMoved { changes.append(Change("the working folder", isPutBack: fchdir(folder) == 0)) }
        // umask() sets the mask and returns the old one in one call: comparing first would need a second call, between
        // which other threads would see another mask.
        if umask(mask) != mask { changes.append(Change("the umask", isPutBack: true)) }
        changes += putBackStandard()
        for limit in limits { if let change = putBack(limit) { changes.append(change) } }
        if Int(bitPattern: ProcessSignals_Handler(SIGCHLD)) == 1 {
            signal(SIGCHLD, SIG_DFL)
            changes.append(Change("that the ends of children are noted", isPutBack: true))
        }
        for signal in caught where !SignalNotice_IsInstalled(signal) {
            let file = Self.file(ofHandlerOf: signal)
            changes.append(Change(Self.handler(of: signal), file: file, isPutBack: SignalNotice_Restore(signal) == 0))
        }
        for signal in ignored where !IgnoredSignal_IsInstalled(signal) {
            let file = Self.file(ofHandlerOf: signal)
            changes.append(
                Change(Self.handler(of: signal), file: file, isPutBack: IgnoredSignal_Install(signal) == 0))
        }
        return (changes + changedCrashSignals()).filter(isNews)
    }

    /// A change that cannot be put back is reported once.
    private func isNews(_ change: Change) -> Bool {
        guard change.consequence == Change.notPutBack else { return true }
        return toldForGood.withLock { $0.insert(change.what).inserted }
    }

    /// A standard descriptor that was closed would soon be the number of a client's connection, or is already.
    private func putBackStandard() -> [Change] {
        standard.enumerated().compactMap { number, copy in
            var now = stat()
            guard copy >= 0, fstat(Int32(number), &now) != 0 || now.st_mode & S_IFMT == S_IFSOCK else { return nil }
            var expected = stat()
            guard fstat(copy, &expected) != 0 || now.st_ino != expected.st_ino || now.st_dev != expected.st_dev else {
                return nil
            }
            // If the number belongs to a client's connection by now, its client sees that it is closed.
            shutdown(Int32(number), Int32(SHUT_RDWR))
            return Change("standard descriptor \(number)", isPutBack: dup2(copy, Int32(number)) >= 0)
        }
    }

    /// Looks at the signals that the calling thread blocks; lets them through again. For the main thread, which threads that the
    /// host starts later inherit from.
    package func unblockSignals() -> [Change] {
        var none = sigset_t()
        var before = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, &before)
        let blocked = (1...64).filter { sigismember(&before, $0) == 1 }
        return blocked.isEmpty ? [] : [Change("the signals that its thread blocks", isPutBack: true)]
    }

    // MARK: Parts

    private var hasMoved: Bool {
        var here = stat()
        var expected = stat()
        guard folder >= 0, fstat(folder, &expected) == 0 else { return false }
        return stat(".", &here) != 0 || here.st_ino != expected.st_ino || here.st_dev != expected.st_dev
    }

    private static let limited: [(String, __rlimit_resource_t)] = [
        ("open files", RLIMIT_NOFILE), ("file sizes", RLIMIT_FSIZE), ("memory", RLIMIT_AS), ("data", RLIMIT_DATA),
        ("stacks", RLIMIT_STACK), ("processes", __RLIMIT_NPROC),
    ].map { ($0.0, __rlimit_resource_t($0.1.rawValue)) }

    /// A limit that was raised does no harm.
    private func putBack(_ limit: Limit) -> Change? {
        var now = rlimit()
        guard getrlimit(limit.resource, &now) == 0, now.rlim_cur < limit.value.rlim_cur else { return nil }
        var wanted = limit.value
        var isPutBack = setrlimit(limit.resource, &wanted) == 0
        if !isPutBack {
            // Only root can raise a hard limit again.
            wanted = rlimit(rlim_cur: min(limit.value.rlim_cur, now.rlim_max), rlim_max: now.rlim_max)
            isPutBack = setrlimit(limit.resource, &wanted) == 0 && wanted.rlim_cur == limit.value.rlim_cur
        }
        return Change("the limit of \(limit.name)", isPutBack: isPutBack)
    }

    private static let crashSignals = (1...64).filter { CrashHandler_Catches($0) }

    private func changedCrashSignals() -> [Change] {
        Self.crashSignals.compactMap { signal in
            guard !CrashHandler_IsInstalled(signal),
                toldCrashSignals.withLock({ $0.insert(signal).inserted })
            else { return nil }
            return Change(
                Self.handler(of: signal), file: Self.file(ofHandlerOf: signal), consequence: Change.lessIsKnown)
        }
    }

    private static func handler(of signal: Int32) -> String {
        "the handler of SIG" + (ProcessCalls_SignalAbbreviation(signal).map { String(cString: $0) } ?? "\(signal)")
    }

    private static func file(ofHandlerOf signal: Int32) -> String? {
        ProcessSignals_HandlerFile(signal).map { String(cString: $0) }
    }
}
