import CSharedPage
import Glibc

/// The thread that waits for the end of the supervisor.
enum LifelineWatch {
    /// Starts the thread; it calls `lost` once and ends. It takes no signals: those are for the main thread.
    static func start(_ lifeline: Int32, _ lost: @escaping @Sendable () -> Void) throws(SystemCallError) {
        let task = Unmanaged.passRetained(LifelineTask(lifeline: lifeline, lost: lost))
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
    let lost: @Sendable () -> Void

    init(lifeline: Int32, lost: @escaping @Sendable () -> Void) {
        self.lifeline = lifeline
        self.lost = lost
    }

    /// Nobody writes to a lifeline, so anything but an interrupted wait is its end.
    func run() {
        var entry = [pollfd(fd: lifeline, events: Int16(POLLIN), revents: 0)]
        while poll(&entry, 1, -1) < 0, errno == EINTR {}
        lost()
    }
}

private func runLifelineTask(_ task: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let task else { return nil }
    ProcessCalls_NameThread("modhost-line")
    Unmanaged<LifelineTask>.fromOpaque(task).takeRetainedValue().run()
    return nil
}
