import CModuleABI
import CModuleBorder
import ModuleInterfaces
import OperatingSystem

/// IGlobalConfigurationChangeProvider: handed to OnGlobalConfigurationChange, and dead behind it.
final class GlobalConfigurationChangeProviderObject: GlobalConfigurationChangeProviderInterface, @unchecked Sendable {
    // Safety: nothing changes after init. The text is this object's, and is freed with it.
    private let text: UnsafePointer<WCHAR>
    private let block: HostObjectBlock?

    /// Blocks of notifications that are over.
    private static let spare = Lock<[HostObjectBlock]>([])

    /// `path` is the place in the configuration that is another one now.
    init(path: String) {
        text = StaticObject.wide(path)
        block = Self.spare.withLock { $0.popLast() } ?? HostObjectBlock(cells: 1, live: false, confined: false)
        block?.set(0, kind: Int(HostKind_GlobalConfigurationChangeProvider), table: Self.table, owner: self)
        block?.setLive(true)
    }

    deinit { text.deallocate() }

    /// Nil when the region for host objects is full.
    var pointer: UnsafeMutableRawPointer? { block?.pointer(0) }

    /// The notification is over: calls are refused from now on.
    func end() {
        block?.setLive(false)
        if let block { Self.spare.withLock { $0.append(block) } }
    }

    func setErrorStatus(_ result: HRESULT) {}
    func getChangePath() -> PCWSTR? { text }
}
