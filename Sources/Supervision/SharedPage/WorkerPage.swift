package import CSharedPage
import Glibc
package import OperatingSystem

/// The memory that one worker shares with its supervisor: breadcrumbs, state and, after a crash, the account of it.
///
/// The supervisor makes one per worker and reads it, from its own thread. The worker adopts the inherited descriptor;
/// its threads claim slots and write. The supervisor's mapping lives as long as this object, the worker's as long as its
/// process.
///
/// Safety: `pointer` is immutable, and all access to what it points at goes through the atomic functions of
/// CSharedPage, which are made for several threads and processes.
package final class WorkerPage: @unchecked Sendable {
    /// The mapped page, for the functions of CSharedPage.
    package let pointer: UnsafeMutablePointer<SharedPage>

    /// The memfd behind the page. Owned by this object, close-on-exec.
    package let descriptor: Int32

    /// Whether this process is the worker, whose threads, destructors and crash handler use the page to the very end.
    private let isAdopted: Bool

    /// Makes a new page. Called by the supervisor, once per worker that it starts.
    ///
    /// Throws ``SystemCallError`` if the system has no memory or descriptors left.
    package init() throws(SystemCallError) {
        isAdopted = false
        descriptor = SharedPage_CreateFile()
        guard descriptor >= 0 else { throw SystemCallError("making the memory shared with a worker") }
        guard let mapped = SharedPage_Map(descriptor, 1) else {
            let error = SystemCallError("mapping the memory shared with a worker")
            close(descriptor)
            throw error
        }
        pointer = mapped
    }

    /// Maps the page behind an inherited descriptor, which this object then owns. Called by the worker, once.
    ///
    /// The mapping outlives this object: it ends with the process, as long as which anything may crash.
    ///
    /// Throws ``SystemCallError`` if the descriptor is none, or holds something else.
    package init(adopting inherited: Int32) throws(SystemCallError) {
        guard let mapped = SharedPage_Map(inherited, 0) else {
            throw SystemCallError("mapping the memory shared with the supervisor (descriptor \(inherited))")
        }
        isAdopted = true
        descriptor = inherited
        pointer = mapped
    }

    deinit {
        if !isAdopted { SharedPage_Unmap(pointer) }
        close(descriptor)
    }

    /// How far the worker is, as it says itself. Any thread.
    package var state: WorkerPageState {
        get { WorkerPageState(rawValue: SharedPage_State(pointer)) ?? .starting }
        set { SharedPage_SetState(pointer, newValue.rawValue) }
    }

    /// Claims a breadcrumb slot for the calling thread and makes it its current one; nil if all are taken.
    ///
    /// The calling thread gives it back by `SharedPage_ReleaseSlot` before it ends.
    package func claimSlot(kind: UInt32) -> UnsafeMutablePointer<BreadcrumbSlot>? {
        SharedPage_ClaimSlot(pointer, kind)
    }

    /// Notes which files are loaded where. Called by the worker when all modules are loaded; one thread at a time.
    package func noteImages() {
        SharedPage_NoteImages(pointer)
    }

    /// Installs the crash handler in this process, and its stack for the calling thread. Called by the worker, once.
    package func installCrashHandler() throws(SystemCallError) {
        var code = CrashHandler_Install(pointer)
        if code == 0 { code = CrashHandler_PrepareThread() }
        guard code == 0 else { throw SystemCallError("installing the crash handler", code: code) }
    }
}

/// How far a worker is, as it says itself.
package enum WorkerPageState: UInt32, Sendable {
    case starting = 0
    case serving = 1
    case draining = 2
    case stopped = 3
}
