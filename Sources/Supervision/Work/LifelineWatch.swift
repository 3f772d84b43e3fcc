import CSharedPage
import Glibc

/// The thread that waits until the supervisor wants the worker to end, or is gone itself. It needs no signal, so no module can
/// block it.
enum LifelineWatch {
    /// Starts the thread; it calls `end` once and ends. It takes no signals: those are for the main thread.
    ///
    /// A process that has not ended so many seconds after that is ended, if `limit` is given.
    static func start(
        _ lifeline: Int32, limit: UInt32?, _ end: @escaping @Sendable () -> Void
    ) throws(SystemCallError) {
        let task = Unmanaged.passRetained(LifelineTask(lifeline: lifeline, limit: limit, end: end))
        var attributes = pthread_attr_t()
        var all = sigset_t()
        var before = sigset_t()
        pthread_attr_init(&attributes)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &before)
        var thread = pthread_t()
        let code = pthread_create(&thread, &attributes, runLifelineTask, task.toOpaque())
        pthread_sigmask(SIG_SETMASK, &before, nil)
        pthread_attr_destroy(&attributes)
        guard code == 0 else {
            task.release()
            throw SystemCallError("starting the thread that watches the supervisor", code: code)
        }
    }
}

private final class LifelineTask: Sendable {
    let lifeline: Int32
    let limit: UInt32?
    let end: @Sendable () -> Void

    init(lifeline: Int32, limit: UInt32?, end: @escaping @Sendable () -> Void) {
        self.lifeline = lifeline
        self.limit = limit
        self.end = end
    }

    /// A byte asks for the end, and the end of the pipe is one: anything but an interrupted wait.
    func run() {
        var entry = [pollfd(fd: lifeline, events: Int16(POLLIN), revents: 0)]
        while poll(&entry, 1, -1) < 0, errno == EINTR {}
        end()
        guard let limit else { return }
        // No timer and no signal, which a module could take away.
        sleep(limit)
        _exit(1)
    }
}

private func runLifelineTask(_ task: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let task else { return nil }
    ProcessCalls_NameThread("modhost-line")
    Unmanaged<LifelineTask>.fromOpaque(task).takeRetainedValue().run()
    return nil
}
