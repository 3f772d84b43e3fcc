internal import CProcess
internal import Glibc

/// A thread of the operating system, started with a name, and with no signal blocked unless it asks for that.
///
/// All threads of the host but the loops start here. What a module starts on such a thread inherits its mask, and a program
/// that starts with SIGTERM blocked cannot be asked to end. The signals of the process go to the main thread all the same: the
/// system asks it first.
package struct PosixThread: Sendable {
    private let handle: pthread_t

    /// Starts a thread that runs `body` once and then ends; the caller must `join()` it exactly once.
    ///
    /// - Parameters:
    ///   - name: shown by `ps -T` and in crash reports; the kernel keeps its first 15 bytes.
    ///   - body: runs on the new thread, which owns it until it returns.
    /// - Throws: `PosixThreadError` when the system has no thread to give.
    package static func start(
        named name: String,
        _ body: @escaping @Sendable () -> Void
    ) throws(PosixThreadError) -> PosixThread {
        PosixThread(handle: try create(named: name, detached: false, body))
    }

    /// Starts a thread that is not joined: its owner learns of its end by what `body` does last.
    ///
    /// - Parameter blockingSignals: whether it takes no signals at all. For threads on which no module runs.
    /// - Throws: `PosixThreadError` when the system has no thread to give.
    package static func startDetached(
        named name: String,
        blockingSignals: Bool = false,
        _ body: @escaping @Sendable () -> Void
    ) throws(PosixThreadError) {
        _ = try create(named: name, detached: true, blockingSignals: blockingSignals, body)
    }

    /// Makes sure that so many threads are to be had, for a library that ends the process when there are none: starts them, and
    /// ends them again.
    ///
    /// - Throws: `PosixThreadError` that names `name` when the system has not so many to give.
    package static func ensureAvailable(_ count: Int, named name: String) throws(PosixThreadError) {
        var probes: [(thread: PosixThread, spot: ParkingSpot)] = []
        defer {
            for probe in probes { probe.spot.wake() }
            for probe in probes { probe.thread.join() }
        }
        while probes.count < count {
            let spot = ParkingSpot()
            probes.append((try start(named: name) { spot.sleep() }, spot))
        }
    }

    /// Waits for the thread's end. Called once, from any other thread.
    package func join() {
        pthread_join(handle, nil)
    }

    private static func create(
        named name: String,
        detached: Bool,
        blockingSignals: Bool = false,
        _ body: @escaping @Sendable () -> Void
    ) throws(PosixThreadError) -> pthread_t {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        if detached { pthread_attr_setdetachstate(&attributes, CInt(PTHREAD_CREATE_DETACHED)) }

        // A thread inherits the mask of the one that creates it, whatever a module has made of that.
        var mask = sigset_t()
        var callersMask = sigset_t()
        if blockingSignals { sigfillset(&mask) } else { sigemptyset(&mask) }
        pthread_sigmask(SIG_SETMASK, &mask, &callersMask)
        defer { pthread_sigmask(SIG_SETMASK, &callersMask, nil) }

        let start = Unmanaged.passRetained(Start(name: name, body: body)).toOpaque()
        var handle = pthread_t()
        let failure = pthread_create(&handle, &attributes, Self.runStart, start)
        if failure != 0 {
            Unmanaged<Start>.fromOpaque(start).release()
            throw PosixThreadError(name: name, code: failure)
        }
        return handle
    }

    /// The new thread's first function: takes over what `create` handed to C.
    private static let runStart: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
        guard let argument else { return nil }
        let start = Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        ProcessCalls_NameThread(start.name)
        start.body()
        return nil
    }

    /// What travels to the new thread through C's one pointer.
    private final class Start: Sendable {
        let name: String
        let body: @Sendable () -> Void

        init(name: String, body: @escaping @Sendable () -> Void) {
            self.name = name
            self.body = body
        }
    }
}

/// The system refused to start a thread.
package struct PosixThreadError: Error, CustomStringConvertible {
    /// The name that the thread was to have.
    package let name: String
    /// The errno value that `pthread_create` returned.
    package let code: Int32

    /// One sentence for the operator: which thread, why not, and what to raise.
    package var description: String {
        let remedy = (SystemCallError.remedy(for: code).map { "\($0), or " } ?? "") + "allow fewer threads"
        return "cannot start a thread \"\(name)\": \(SystemCallError.reason(of: code)); \(remedy)"
    }
}
