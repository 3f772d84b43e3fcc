import CModuleABI
import CModuleBorder
import ModuleInterfaces
import Synchronization

/// INamedContextContainer: contexts of an exchange under names, e.g. `websockets`. Any thread.
final class NamedContextContainerObject: NamedContextContainerInterface, @unchecked Sendable {
    // Safety: the entries are in a Mutex; the rest does not change.
    private unowned(unsafe) let host: ModuleHost
    /// Something was stored since the last clean-up; most exchanges store nothing and need no lock.
    private let isUsed = Atomic<Bool>(false)
    private let entries = Mutex<[String: StoredContextReference]>([:])

    init(host: ModuleHost) { self.host = host }

    func getNamedContext(_ name: UnsafePointer<WCHAR>?) -> UnsafeMutablePointer<IHttpStoredContext>? {
        guard let name = WideText.string(name) else { return nil }
        return entries.withLock { $0[name] }?.object
    }

    func setNamedContext(
        _ context: UnsafeMutablePointer<IHttpStoredContext>?, _ name: UnsafePointer<WCHAR>?
    ) -> HRESULT {
        guard let name = WideText.string(name), let stored = StoredContextReference(context) else {
            return HResult.invalidParameter
        }
        return entries.withLock { entries in
            guard entries[name] == nil else { return HResult.alreadyAssigned }
            isUsed.store(true, ordering: .releasing)
            entries[name] = stored
            return HResult.ok
        }
    }

    /// Lets go of every context. The lock is not held while modules run.
    func cleanUp(exchange: UInt64) {
        guard isUsed.load(ordering: .acquiring) else { return }
        isUsed.store(false, ordering: .relaxed)
        let all = entries.withLock { entries -> [String: StoredContextReference] in
            guard !entries.isEmpty else { return [:] }
            defer { entries = [:] }
            return entries
        }
        for context in all.values { host.cleanUp(context, module: 0, exchange: exchange) }
    }
}
