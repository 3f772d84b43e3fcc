import CModuleABI
import CModuleBorder
import Glibc
import ModuleInterfaces
import Synchronization

/// IHttpConnection: made when the first module asks for it, used by all exchanges of the connection. Any thread.
final class HttpConnectionObject: HttpConnectionInterface, @unchecked Sendable {
    // Safety: the allocations are in a Mutex, the container has its own.
    private let memory: HostObjectBlock
    private let container: ConnectionModuleContextContainerObject
    private let allocations = Mutex<[UInt]>([])
    /// Weak: the connection owns this object. Written once per use, by `make`.
    private weak var connection: ClientConnection?
    private unowned(unsafe) let host: ModuleHost

    /// Memory and objects of connections that are gone, oldest first. Like exchanges they rest before they are used again.
    private static let resting = Mutex<[HttpConnectionObject]>([])
    private static let restLimit = 4096

    private init?(host: ModuleHost) {
        guard let memory = HostObjectBlock(cells: 2, live: false, confined: false) else { return nil }
        self.host = host
        self.memory = memory
        container = ConnectionModuleContextContainerObject(host: host)
        memory.set(0, kind: Int(HostKind_HttpConnection), table: Self.table, owner: self)
        memory.set(
            1, kind: Int(HostKind_ConnectionModuleContextContainer),
            table: ConnectionModuleContextContainerObject.table, owner: container)
    }

    /// One for `connection`; nil when the region for host objects is full.
    static func make(for connection: ClientConnection, host: ModuleHost) -> HttpConnectionObject? {
        let rested = resting.withLock { resting -> HttpConnectionObject? in
            resting.count > restLimit && resting[0].host === host ? resting.removeFirst() : nil
        }
        guard let object = rested ?? HttpConnectionObject(host: host) else { return nil }
        object.connection = connection
        object.memory.setLive(true)
        return object
    }

    var pointer: UnsafeMutableRawPointer { memory.pointer(0) }

    /// The client went away; contexts that asked for it hear of it, while exchanges may still run.
    func notifyDisconnect() {
        host.watchdog.loopBegins()
        container.notifyDisconnect()
    }

    /// The connection and its last exchange are over.
    func close() {
        host.watchdog.loopBegins()
        container.cleanUp()
        memory.setLive(false)
        for address in allocations.withLock({ allocations in
            defer { allocations = [] }
            return allocations
        }) { free(UnsafeMutableRawPointer(bitPattern: address)) }
        Self.resting.withLock { $0.append(self) }
    }

    // MARK: Slots

    func isConnected() -> BOOL { connection?.isConnected == true ? 1 : 0 }

    func allocateMemory(_ count: DWORD) -> UnsafeMutableRawPointer? {
        guard let memory = calloc(1, Int(count) + 1) else { return nil }
        allocations.withLock { $0.append(UInt(bitPattern: memory)) }
        return memory
    }

    func getModuleContextContainer() -> UnsafeMutablePointer<IHttpConnectionModuleContextContainer>? {
        memory.pointer(1).assumingMemoryBound(to: IHttpConnectionModuleContextContainer.self)
    }
}

/// IHttpConnectionModuleContextContainer: what modules left with a connection. Any thread.
final class ConnectionModuleContextContainerObject: ConnectionModuleContextContainerInterface, @unchecked Sendable {
    // Safety: the entries are in Mutexes; the rest does not change.
    private unowned(unsafe) let host: ModuleHost
    private let plain: ModuleContextContainerObject
    private let watching = Mutex<(contexts: [UInt: StoredContextReference], disconnected: Bool)>(([:], false))

    init(host: ModuleHost) {
        self.host = host
        plain = ModuleContextContainerObject(host: host)
    }

    func getModuleContext(_ id: HTTP_MODULE_ID?) -> UnsafeMutablePointer<IHttpStoredContext>? {
        plain.getModuleContext(id)
    }

    func setModuleContext(_ context: UnsafeMutablePointer<IHttpStoredContext>?, _ id: HTTP_MODULE_ID?) -> HRESULT {
        plain.setModuleContext(context, id)
    }

    func getConnectionModuleContext(_ id: HTTP_MODULE_ID?) -> UnsafeMutablePointer<IHttpConnectionStoredContext>? {
        guard let stored = watching.withLock({ $0.contexts[UInt(bitPattern: id)] }) else { return nil }
        return UnsafeMutableRawPointer(stored.object).assumingMemoryBound(to: IHttpConnectionStoredContext.self)
    }

    func setConnectionModuleContext(
        _ context: UnsafeMutablePointer<IHttpConnectionStoredContext>?, _ id: HTTP_MODULE_ID?
    ) -> HRESULT {
        let base = context.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: IHttpStoredContext.self) }
        guard let stored = StoredContextReference(base) else { return HResult.invalidParameter }
        enum Outcome { case taken, stored, storedTooLate }
        let outcome = watching.withLock { watching -> Outcome in
            guard watching.contexts[UInt(bitPattern: id)] == nil else { return .taken }
            watching.contexts[UInt(bitPattern: id)] = stored
            return watching.disconnected ? .storedTooLate : .stored
        }
        switch outcome {
        case .taken: return HResult.alreadyAssigned
        case .stored: return HResult.ok
        case .storedTooLate:
            // The client left while the module was setting this up; it must hear of it all the same.
            host.notifyDisconnect(stored, module: UInt32(truncatingIfNeeded: UInt(bitPattern: id)))
            return HResult.ok
        }
    }

    func notifyDisconnect() {
        let contexts = watching.withLock { watching in
            watching.disconnected = true
            return watching.contexts
        }
        for (id, context) in contexts { host.notifyDisconnect(context, module: UInt32(truncatingIfNeeded: id)) }
    }

    func cleanUp() {
        plain.cleanUp(exchange: 0)
        let contexts = watching.withLock { watching -> [UInt: StoredContextReference] in
            defer { watching = ([:], false) }
            return watching.contexts
        }
        for (id, context) in contexts { host.cleanUp(context, module: UInt32(truncatingIfNeeded: id), exchange: 0) }
    }
}
