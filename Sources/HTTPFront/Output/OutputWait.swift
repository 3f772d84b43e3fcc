import Executors
import ModuleHost
import Synchronization

/// Where the one thread that has the exchange waits until the client has taken enough of the output.
final class OutputWait: Sendable {
    private let isWaiting = Atomic<Bool>(false)
    private let spot = ParkingSpot()

    /// Called by the loop whenever output may have drained or the client is gone.
    func wake() {
        if isWaiting.load(ordering: .sequentiallyConsistent) { spot.wake() }
    }

    /// Waits until `isOver` answers true; it is asked again after each `wake`. Wake-ups are counted, so none is missed.
    func wait(until isOver: () -> Bool) {
        isWaiting.store(true, ordering: .sequentiallyConsistent)
        defer { isWaiting.store(false, ordering: .relaxed) }
        while !isOver() { spot.sleep() }
    }
}
