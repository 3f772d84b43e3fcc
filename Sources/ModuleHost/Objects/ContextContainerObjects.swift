import CModuleABI
import CModuleBorder
import ModuleInterfaces
import Synchronization

/// IHttpModuleContextContainer: what modules left with an exchange, a site, an application … one context per module.
///
/// Also the dispensed kind, which a module releases itself. Any thread.
final class ModuleContextContainerObject: ModuleContextContainerInterface, @unchecked Sendable {
    // Safety: the entries are in a Mutex; the rest does not change.
    private unowned(unsafe) let host: ModuleHost
    /// Something was stored since the last clean-up; most exchanges store nothing and need no lock.
    private let isUsed = Atomic<Bool>(false)
    private let entries = Mutex<[UInt: StoredContextReference]>([:])
    /// For a dispensed container: takes it back when its module releases it.
    private let whenReleased: (@Sendable (ModuleContextContainerObject) -> Void)?
    /// For a dispensed container: a block of its own.
    private let memory: HostObjectBlock?

    /// One that belongs to another object, in whose block it stands.
    init(host: ModuleHost) {
        self.host = host
        whenReleased = nil
        memory = nil
    }

    private init(
        host: ModuleHost, memory: HostObjectBlock,
        whenReleased: @escaping @Sendable (ModuleContextContainerObject) -> Void
    ) {
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
        entries.withLock { $0[UInt(bitPattern: id)] }?.object
    }

    func setModuleContext(_ context: UnsafeMutablePointer<IHttpStoredContext>?, _ id: HTTP_MODULE_ID?) -> HRESULT {
        guard let stored = StoredContextReference(context) else { return HResult.invalidParameter }
        return entries.withLock { entries in
            guard entries[UInt(bitPattern: id)] == nil else { return HResult.alreadyAssigned }
            isUsed.store(true, ordering: .releasing)
            entries[UInt(bitPattern: id)] = stored
            return HResult.ok
        }
    }

    func releaseContainer() {
        guard let whenReleased, let memory else { return }
        cleanUp(exchange: 0)
        memory.setLive(false)
        whenReleased(self)
    }

    /// Lets go of every context. The lock is not held while modules run.
    func cleanUp(exchange: UInt64) {
        guard isUsed.load(ordering: .acquiring) else { return }
        isUsed.store(false, ordering: .relaxed)
        let all = entries.withLock { entries -> [UInt: StoredContextReference] in
            guard !entries.isEmpty else { return [:] }
            defer { entries = [:] }
            return entries
        }
        for (id, context) in all { host.cleanUp(context, module: UInt32(truncatingIfNeeded: id), exchange: exchange) }
    }
}
