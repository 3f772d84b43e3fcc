import Glibc

/// The threads of Swift's runtime on which tasks run.
///
/// The runtime has them block all signals, and a program that is started there would inherit that and could not be ended by
/// SIGTERM. No handler of the host minds on which thread it runs, so the kit lets signals through on each such thread that
/// work of `context.pending` comes to.
enum TaskThread {
    /// What a thread keeps once it has been looked after. Nil if the system gives no key; it is then looked after each time.
    private static let key: pthread_key_t? = {
        var key = pthread_key_t()
        return pthread_key_create(&key, nil) == 0 ? key : nil
    }()

    /// Lets signals through on the calling thread, which runs a task. One system call per thread, once.
    static func letSignalsThrough() {
        if let key, pthread_getspecific(key) != nil { return }
        var none = sigset_t()
        sigemptyset(&none)
        pthread_sigmask(SIG_SETMASK, &none, nil)
        if let key { pthread_setspecific(key, UnsafeRawPointer(bitPattern: 1)) }
    }
}
