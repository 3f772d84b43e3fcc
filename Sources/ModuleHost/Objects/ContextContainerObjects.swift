import CModuleABI
import CModuleBorder
import ModuleInterfaces

/// IHttpModuleContextContainer: the contexts that modules have stored with an exchange, a site, an application …, one
/// per module.
///
/// Also the dispensed kind, which a module releases itself. Any thread.
final class ModuleContextContainerObject: ModuleContextContainerInterface, @unchecked Sendable {
    // Safety: nothing changes after init; the contexts have a lock of their own.
    private let contexts: StoredContexts
    private unowned(unsafe) let host: ModuleHost
    /// For a dispensed container: takes it back when its module releases it.
    private let whenReleased: (@Sendable (ModuleContextContainerObject) -> Void)?
    /// For a dispensed container: a block of its own.
    private let memory: HostObjectBlock?

    /// One that shows the contexts of another object, in whose block it stands.
    init(_ contexts: StoredContexts, host: ModuleHost) {
        self.contexts = contexts
        self.host = host
        whenReleased = nil
        memory = nil
    }

    private init(
        host: ModuleHost, memory: HostObjectBlock,
        whenReleased: @escaping @Sendable (ModuleContextContainerObject) -> Void
    ) {
        contexts = StoredContexts()
        self.host = host
        self.memory = memory
        self.whenReleased = whenReleased
        memory.set(0, kind: Int(HostKind_ModuleContextContainer), table: Self.table, owner: self)
    }

    /// One that a module gets by DispenseContainer; nil when the region for host objects is full.
    static func dispensable(
        host: ModuleHost, whenReleased: @escaping @Sendable (ModuleContextContainerObject) -> Void
    ) -> ModuleContextContainerObject? {
        HostObjectBlock(cells: 1, live: false, confined: false)
            .map { ModuleContextContainerObject(host: host, memory: $0, whenReleased: whenReleased) }
    }

    /// Makes a dispensable container live and gives its pointer.
    func dispense() -> UnsafeMutableRawPointer? {
        memory?.setLive(true)
        return memory?.pointer(0)
    }

    func getModuleContext(_ id: HTTP_MODULE_ID?) -> UnsafeMutablePointer<IHttpStoredContext>? {
        contexts.context(.module(UInt(bitPattern: id)))?.object
    }

    func setModuleContext(_ context: UnsafeMutablePointer<IHttpStoredContext>?, _ id: HTTP_MODULE_ID?) -> HRESULT {
        guard let stored = StoredContextReference(context) else { return HResult.invalidParameter }
        return contexts.store(stored, under: .module(UInt(bitPattern: id)))
    }

    func releaseContainer() {
        guard let whenReleased, let memory else { return }
        contexts.cleanUp(host: host, exchange: 0)
        memory.setLive(false)
        whenReleased(self)
    }
}

/// INamedContextContainer: contexts of an exchange under names, e.g. `websockets`. Any thread.
final class NamedContextContainerObject: NamedContextContainerInterface, @unchecked Sendable {
    // Safety: nothing changes after init; the contexts have a lock of their own.
    private let contexts: StoredContexts

    init(_ contexts: StoredContexts) { self.contexts = contexts }

    func getNamedContext(_ name: UnsafePointer<WCHAR>?) -> UnsafeMutablePointer<IHttpStoredContext>? {
        guard let name = WideText.string(name) else { return nil }
        return contexts.context(.name(name))?.object
    }

    func setNamedContext(
        _ context: UnsafeMutablePointer<IHttpStoredContext>?, _ name: UnsafePointer<WCHAR>?
    ) -> HRESULT {
        guard let name = WideText.string(name), let stored = StoredContextReference(context) else {
            return HResult.invalidParameter
        }
        return contexts.store(stored, under: .name(name))
    }
}
