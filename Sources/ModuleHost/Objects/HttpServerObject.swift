import CModuleABI
import CModuleBorder
import Glibc
import ModuleInterfaces
import OperatingSystem

/// IHttpServer3: the process as modules see it. One, for as long as the process lives. Any thread.
final class HttpServerObject: HttpServerInterface, @unchecked Sendable {
    // Safety: nothing changes after init but what is in a Lock.
    private unowned(unsafe) let host: ModuleHost
    private let poolName: UnsafePointer<WCHAR>
    private let trace: HttpTraceContextObject
    private let counters = HttpPerfCounterInfoObject()
    private let manager: AppHostWritableAdminManagerObject
    private let configurations: ModuleConfigurationSourceObject
    /// Containers that modules have released, ready to be dispensed again: their memory can never be given back.
    private let released = Lock<[ModuleContextContainerObject]>([])
    private var object: UnsafeMutableRawPointer?

    init(host: ModuleHost) {
        self.host = host
        poolName = StaticObject.wide(host.poolName)
        trace = HttpTraceContextObject(host: host, isProcess: true)
        let reader = ConfigurationReader(host.settings)
        manager = AppHostWritableAdminManagerObject(reader)
        configurations = ModuleConfigurationSourceObject(reader)
        object = StaticObject.pointer(kind: HostKind_HttpServer, table: Self.table, owner: self)
    }

    var pointer: UnsafeMutableRawPointer? { object }

    func isCommandLineLaunch() -> BOOL { 1 }
    func getAppPoolName() -> PCWSTR? { poolName }

    /// The pool grows by itself when threads wait, so there is nothing to allow.
    func incrementThreadCount() {}
    func decrementThreadCount() {}

    func getPerfCounterInfo() -> UnsafeMutablePointer<IHttpPerfCounterInfo>? { counters.pointer }
    func getAdminManager() -> UnsafeMutablePointer<IAppHostAdminManager>? { manager.pointer }
    func notifyConfigurationChange(_ path: PCWSTR?) {
        guard let path = WideText.string(path) else { return }
        host.raiseConfigurationChange(at: [path])
    }

    func getTraceContext() -> UnsafeMutablePointer<IHttpTraceContext>? { trace.pointer }

    func dispenseContainer() -> UnsafeMutablePointer<IDispensedHttpModuleContextContainer>? {
        let rested = released.withLock { $0.popLast() }
        guard let container = rested ?? makeContainer() else { return nil }
        return container.dispense()?.assumingMemoryBound(to: IDispensedHttpModuleContextContainer.self)
    }

    private func makeContainer() -> ModuleContextContainerObject? {
        let container = ModuleContextContainerObject.dispensable(host: host) { [unowned self] container in
            released.withLock { $0.append(container) }
        }
        // A module holds it by a raw pointer, and may call it after the release too.
        return container.map { Unmanaged.passRetained($0).takeUnretainedValue() }
    }

    /// The preconditions that hold for every process of this host.
    private static let satisfied: Set<String> = ["", "bitness64", "integratedMode"]
    private static let unsatisfied: Set<String> = ["bitness32", "classicMode", "ISAPIMode", "managedHandler"]

    func satisfiesPrecondition(_ text: PCWSTR?, _ unknown: UnsafeMutablePointer<BOOL>?) -> BOOL {
        unknown?.pointee = 0
        guard let text = WideText.string(text) else { return 1 }
        var isSatisfied = true
        for condition in text.split(separator: ",").map({ $0.trimmed }) {
            if Self.satisfied.contains(condition) || condition == "appPoolName=\(host.poolName)" { continue }
            isSatisfied = false
            let isKnown =
                Self.unsatisfied.contains(condition) || condition.hasPrefix("appPoolName=")
                || condition.hasPrefix("runtimeVersion")
            if !isKnown { unknown?.pointee = 1 }
        }
        return isSatisfied ? 1 : 0
    }

    func getExtendedInterface(_ version: HTTP_SERVER_INTERFACE_VERSION, _ out: UnsafeMutablePointer<PVOID?>?) -> HRESULT
    {
        guard let out else { return HResult.invalidParameter }
        // V2 is 0 and V3 is 1: both are this very object.
        guard version.rawValue <= 1 else {
            out.pointee = nil
            return HResult.invalidArgument
        }
        out.pointee = object
        return HResult.ok
    }

    /// The interfaces of modhost's own that the server leads to.
    private func extensions(_ iid: GUID) -> UnsafeMutableRawPointer? {
        InterfaceFamilies.equal(iid, IID_IModuleConfigurationSource) ? configurations.pointer : nil
    }

    func getExtendedInterfaceByGuid(
        _ from: REFGUID?, _ input: PVOID?, _ to: REFGUID?, _ out: UnsafeMutablePointer<PVOID?>?
    ) -> HRESULT {
        guard let out else { return HResult.invalidParameter }
        out.pointee = nil
        guard let from, let input, let to else { return HResult.invalidParameter }
        if input == object, let found = extensions(to.pointee),
            InterfaceFamilies.areRelated(from.pointee, IID_IHttpServer)
        {
            out.pointee = found
            return HResult.ok
        }
        guard InterfaceFamilies.areRelated(from.pointee, to.pointee) else { return HResult.noInterface }
        // The most derived table is always handed out, so the address does not change.
        out.pointee = input
        return HResult.ok
    }
}

extension Substring {
    fileprivate var trimmed: String {
        var text = self
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

/// Which interfaces are versions of one another: IHttpServer2::GetExtendedInterface goes from one to the other within a family.
enum InterfaceFamilies {
    /// Whether an object known under `from` also answers `to`.
    static func areRelated(_ from: GUID, _ to: GUID) -> Bool {
        families.contains { family in
            family.contains { equal($0, from) } && family.contains { equal($0, to) }
        }
    }

    static func equal(_ left: GUID, _ right: GUID) -> Bool {
        withUnsafeBytes(of: left) { left in withUnsafeBytes(of: right) { right in left.elementsEqual(right) } }
    }
}
