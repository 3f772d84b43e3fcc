import CModuleABI
import Synchronization

/// What the kit leaves with a connection: it cancels the task that works on the connection's exchange when the client
/// leaves.
///
/// One for each connection and module, made when a notification is first pending on it; the host owns it until the
/// connection is over.
final class ConnectionWatch: Sendable {
    private struct State {
        var isGone = false
        var works: UInt64 = 0
        /// The number of the work that runs; 0 for none.
        var running: UInt64 = 0
        var task: Task<Void, Never>?
    }

    private let state = Mutex(State())

    private init() {}

    /// Whether the client has left.
    var isGone: Bool { state.withLock { $0.isGone } }

    /// Work is about to begin; its number.
    func begin() -> UInt64 {
        state.withLock { state in
            state.works += 1
            state.running = state.works
            return state.works
        }
    }

    /// The work of this number runs in `task`, unless it has ended by now.
    func attend(_ task: Task<Void, Never>, number: UInt64) {
        let isGone = state.withLock { state in
            if state.running == number { state.task = task }
            return state.isGone
        }
        if isGone { task.cancel() }
    }

    /// The work of this number has ended.
    func finish(_ number: UInt64) {
        state.withLock { state in
            guard state.running == number else { return }
            state.running = 0
            state.task = nil
        }
    }

    private func disconnect() {
        let task = state.withLock { state in
            state.isGone = true
            defer { state.task = nil }
            return state.task
        }
        task?.cancel()
    }

    // MARK: The object in C

    // Safety: written once, before its first use, and never again; it lives as long as the process.
    private nonisolated(unsafe) static let table: UnsafePointer<IHttpConnectionStoredContextVtbl> = {
        let pointer = UnsafeMutablePointer<IHttpConnectionStoredContextVtbl>.allocate(capacity: 1)
        pointer.initialize(
            to: IHttpConnectionStoredContextVtbl(
                CleanupStoredContext: { free($0) },
                NotifyDisconnect: { ConnectionWatch.of($0)?.disconnect() }))
        return UnsafePointer(pointer)
    }()

    private static let objectOffset = MemoryLayout<UnsafeRawPointer>.stride

    /// The watch of the connection of `context` for the module `id`. Nil if the host has no connection to watch, or the
    /// module has left a context of its own there.
    static func of(_ context: UnsafeMutablePointer<IHttpContext>, module id: HTTP_MODULE_ID?) -> ConnectionWatch? {
        guard let id, let connection = IHttpContext_GetConnection(context),
            let container = IHttpConnection_GetModuleContextContainer(connection)
        else { return nil }
        if let kept = IHttpConnectionModuleContextContainer_GetConnectionModuleContext(container, id) {
            return of(kept)
        }
        let watch = ConnectionWatch()
        let object = make(watch)
        guard IHttpConnectionModuleContextContainer_SetConnectionModuleContext(container, object, id) >= 0 else {
            free(object)
            return nil
        }
        return watch
    }

    private static func make(_ watch: ConnectionWatch) -> UnsafeMutablePointer<IHttpConnectionStoredContext> {
        let memory = UnsafeMutableRawPointer.allocate(byteCount: 2 * objectOffset, alignment: objectOffset)
        memory.storeBytes(of: UnsafeRawPointer(table), as: UnsafeRawPointer.self)
        memory.storeBytes(
            of: Unmanaged.passRetained(watch).toOpaque(), toByteOffset: objectOffset, as: UnsafeRawPointer.self)
        return memory.bindMemory(to: IHttpConnectionStoredContext.self, capacity: 1)
    }

    /// What stands behind a C object of the kit's; nil for any other.
    private static func of(_ object: UnsafeMutablePointer<IHttpConnectionStoredContext>?) -> ConnectionWatch? {
        guard let object else { return nil }
        let memory = UnsafeMutableRawPointer(object)
        guard memory.load(as: UnsafeRawPointer.self) == UnsafeRawPointer(table) else { return nil }
        let word = memory.load(fromByteOffset: objectOffset, as: UnsafeRawPointer.self)
        return Unmanaged<ConnectionWatch>.fromOpaque(word).takeUnretainedValue()
    }

    private static func free(_ object: UnsafeMutablePointer<IHttpConnectionStoredContext>?) {
        guard let object else { return }
        let memory = UnsafeMutableRawPointer(object)
        let word = memory.load(fromByteOffset: objectOffset, as: UnsafeRawPointer.self)
        memory.deallocate()
        Unmanaged<ConnectionWatch>.fromOpaque(word).release()
    }
}
