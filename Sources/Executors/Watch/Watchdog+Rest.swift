internal import Synchronization

/// How the watchdog sleeps while there is nothing to watch, and how it is woken without a cost for those who work.
///
/// A loop that is about to call modules looks at one flag. It is set only when the loops have been idle for a second, so a busy
/// loop pays one relaxed load. That no call slips through needs no fence on the loop: the watchdog sets the flag first and
/// then lies down only if the kernel says that each loop sleeps outside of a call, and a thread that is woken by the kernel
/// sees what was written before. The pool's threads take their jobs under a lock, which says the same of them.
extension Watchdog {
    /// The longest sleep without a look. A loop that has read the flag just before it was set, and is put to sleep by the kernel
    /// between that and its call, seems at rest: it is found here at the latest.
    private static let longestSleep = Duration.seconds(60)

    /// How deeply the watchdog sleeps, and so who has to wake it.
    enum Sleep: UInt8 {
        case awake = 0
        /// It will look at the pool by itself; loops wake it.
        case watchingPool = 1
        /// It looks at nothing; loops and the pool wake it.
        case endless = 2
    }

    /// The calling event loop is about to call modules. Called once per walk, before its first call.
    @inline(__always)
    package func loopBegins() {
        if sleep.load(ordering: .relaxed) != Sleep.awake.rawValue { wake() }
    }

    /// The calling thread of the pool has taken a job, and is about to run it.
    package func poolBegins() {
        if sleep.load(ordering: .relaxed) == Sleep.endless.rawValue { wake() }
    }

    /// Ends a sleep. Any thread; of several only the first pays for it.
    func wake() {
        guard sleep.exchange(Sleep.awake.rawValue, ordering: .acquiringAndReleasing) != Sleep.awake.rawValue else {
            return
        }
        spot.wake()
    }

    /// Rests as long as `pause` says, or as long as `brief` if somebody works after all. On the watchdog's own thread.
    func rest(_ pause: SamplingPace.Pause, orElse brief: Duration) {
        switch pause {
        case .brief(let length): _ = spot.sleep(atMost: length)
        case .long(let length):
            sleep.store(Sleep.watchingPool.rawValue, ordering: .sequentiallyConsistent)
            _ = spot.sleep(atMost: areLoopsAtRest() ? length : brief)
        case .endless:
            sleep.store(Sleep.endless.rawValue, ordering: .sequentiallyConsistent)
            if areLoopsAtRest(), isPoolAtRest() {
                endlessSleeps.add(1, ordering: .relaxed)
                _ = spot.sleep(atMost: Self.longestSleep)
            } else {
                // Without /proc the kernel does not say, and what cannot be ruled out is looked at, but not often.
                _ = spot.sleep(atMost: ThreadProbe.knowsSleep ? brief : poolInterval)
            }
        }
        sleep.store(Sleep.awake.rawValue, ordering: .relaxed)
    }

    private func isPoolAtRest() -> Bool { poolStatus.map { $0.threads == $0.idle && $0.waitingJobs == 0 } ?? true }

    /// The numbers of the pool; nil if there is none.
    var poolStatus: ThreadPool.Status? { pool.withLock { $0 }?.status }
}
