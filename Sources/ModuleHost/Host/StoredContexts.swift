import CModuleABI
import ModuleInterfaces
import OperatingSystem
import Synchronization

/// The contexts that modules have stored with something: an exchange, a connection, the site, the application. Any
/// thread.
final class StoredContexts: Sendable {
    /// What a context is found by.
    enum Key: Hashable {
        /// The module that stored it, by its HTTP_MODULE_ID.
        case module(UInt)
        /// A name that several modules may know.
        case name(String)

        /// The number of the module; 0 where the key does not tell.
        fileprivate var module: UInt32 {
            switch self {
            case .module(let id): UInt32(truncatingIfNeeded: id)
            case .name: 0
            }
        }
    }

    /// Something was stored since the last clean-up; most exchanges store nothing and need no lock.
    private let isUsed = Atomic<Bool>(false)
    private let entries = Lock<[Key: StoredContextReference]>([:])

    /// The context under `key`.
    func context(_ key: Key) -> StoredContextReference? { entries.withLock { $0[key] } }

    /// Stores a context, unless there is one under `key`. Returns what the setters of the containers answer.
    func store(_ context: StoredContextReference, under key: Key) -> HRESULT {
        entries.withLock { entries in
            guard entries[key] == nil else { return HResult.alreadyAssigned }
            isUsed.store(true, ordering: .releasing)
            entries[key] = context
            return HResult.ok
        }
    }

    /// Whether there may be something to clean up.
    var needsCleanUp: Bool { @inline(__always) get { isUsed.load(ordering: .acquiring) } }

    /// Cleans up every context. `exchange` is the number for breadcrumbs, or 0.
    @inline(__always)
    func cleanUp(host: ModuleHost, exchange: UInt64) {
        if isUsed.load(ordering: .acquiring) { cleanUpAll(host: host, exchange: exchange) }
    }

    /// The lock is not held while modules run.
    private func cleanUpAll(host: ModuleHost, exchange: UInt64) {
        isUsed.store(false, ordering: .relaxed)
        let all = entries.withLock { entries -> [Key: StoredContextReference] in
            guard !entries.isEmpty else { return [:] }
            defer { entries = [:] }
            return entries
        }
        for (key, context) in all { host.cleanUp(context, module: key.module, exchange: exchange) }
    }
}
