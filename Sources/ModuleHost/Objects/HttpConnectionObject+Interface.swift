import CModuleABI
import CModuleBorder
import Glibc
import ModuleInterfaces

/// IHttpConnection: the client's connection as modules see it. Any thread.
extension HttpConnectionObject: HttpConnectionInterface {
    /// The one of `connection`, made when the first module asks for it; nil when the region for host objects is full.
    static func of(_ connection: ClientConnection, host: ModuleHost) -> HttpConnectionObject? {
        connection.lazyObject.withLock { object in
            if object == nil { object = make(for: connection, host: host) }
            return object
        }
    }

    private static func make(for connection: ClientConnection, host: ModuleHost) -> HttpConnectionObject? {
        guard let object = takeRested(host: host) ?? makeNew(host: host) else { return nil }
        object.connection = connection
        object.memory.setLive(true)
        return object
    }

    private static func makeNew(host: ModuleHost) -> HttpConnectionObject? {
        guard let object = HttpConnectionObject(host: host) else { return nil }
        object.memory.set(0, kind: Int(HostKind_HttpConnection), table: table, owner: object)
        object.memory.set(
            1, kind: Int(HostKind_ConnectionModuleContextContainer),
            table: ConnectionModuleContextContainerObject.table, owner: object.container)
        return object
    }

    var pointer: UnsafeMutableRawPointer { memory.pointer(0) }

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

/// IHttpConnectionModuleContextContainer: the contexts that modules have stored with a connection. Any thread.
extension ConnectionModuleContextContainerObject: ConnectionModuleContextContainerInterface {
    func getModuleContext(_ id: HTTP_MODULE_ID?) -> UnsafeMutablePointer<IHttpStoredContext>? {
        contexts.context(.module(UInt(bitPattern: id)))?.object
    }

    func setModuleContext(_ context: UnsafeMutablePointer<IHttpStoredContext>?, _ id: HTTP_MODULE_ID?) -> HRESULT {
        guard let stored = StoredContextReference(context) else { return HResult.invalidParameter }
        return contexts.store(stored, under: .module(UInt(bitPattern: id)))
    }

    func getConnectionModuleContext(_ id: HTTP_MODULE_ID?) -> UnsafeMutablePointer<IHttpConnectionStoredContext>? {
        guard let stored = watchingContext(UInt(bitPattern: id)) else { return nil }
        return UnsafeMutableRawPointer(stored.object).assumingMemoryBound(to: IHttpConnectionStoredContext.self)
    }

    func setConnectionModuleContext(
        _ context: UnsafeMutablePointer<IHttpConnectionStoredContext>?, _ id: HTTP_MODULE_ID?
    ) -> HRESULT {
        let base = context.map { UnsafeMutableRawPointer($0).assumingMemoryBound(to: IHttpStoredContext.self) }
        guard let stored = StoredContextReference(base) else { return HResult.invalidParameter }
        return watch(stored, id: UInt(bitPattern: id)) ? HResult.ok : HResult.alreadyAssigned
    }
}
