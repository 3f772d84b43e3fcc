import CModuleABI
import CModuleBorder
import ModuleInterfaces
import Synchronization

/// IHttpSite: the one default site.
final class HttpSiteObject: HttpSiteInterface, @unchecked Sendable {
    // Safety: nothing changes after init.
    private let id: UInt32
    private let name: UnsafePointer<WCHAR>
    private let container: UnsafeMutableRawPointer?
    private let counters = HttpPerfCounterInfoObject()
    private var object: UnsafeMutableRawPointer?

    init(host: ModuleHost) {
        id = host.site.id
        name = StaticObject.wide(host.site.name)
        container = StaticObject.pointer(
            kind: HostKind_ModuleContextContainer, table: ModuleContextContainerObject.table,
            owner: ModuleContextContainerObject(host.siteContexts, host: host))
        object = StaticObject.pointer(kind: HostKind_HttpSite, table: Self.table, owner: self)
    }

    var pointer: UnsafeMutablePointer<IHttpSite>? { object?.assumingMemoryBound(to: IHttpSite.self) }

    func getSiteId() -> DWORD { id }
    func getSiteName() -> PCWSTR? { name }
    func getModuleContextContainer() -> UnsafeMutablePointer<IHttpModuleContextContainer>? {
        container?.assumingMemoryBound(to: IHttpModuleContextContainer.self)
    }

    func getPerfCounterInfo() -> UnsafeMutablePointer<IHttpPerfCounterInfo>? { counters.pointer }
}

/// IHttpApplication2: the one default application, `/`.
final class HttpApplicationObject: HttpApplicationInterface, @unchecked Sendable {
    // Safety: nothing changes after init but an atomic.
    private let root: UnsafePointer<WCHAR>
    private let id: UnsafePointer<WCHAR>
    private let configurationPath: UnsafePointer<WCHAR>
    private let container: UnsafeMutableRawPointer?
    private let warmups = Atomic<Int>(0)
    private var object: UnsafeMutableRawPointer?

    init(host: ModuleHost) {
        let site = host.site
        // The folder of an application ends with a separator, as in IIS.
        root = StaticObject.wide(site.root.path.hasSuffix("/") ? site.root.path : site.root.path + "/")
        id = StaticObject.wide(site.applicationID)
        configurationPath = StaticObject.wide(site.configurationPath)
        container = StaticObject.pointer(
            kind: HostKind_ModuleContextContainer, table: ModuleContextContainerObject.table,
            owner: ModuleContextContainerObject(host.applicationContexts, host: host))
        object = StaticObject.pointer(kind: HostKind_HttpApplication, table: Self.table, owner: self)
    }

    var pointer: UnsafeMutablePointer<IHttpApplication>? { object?.assumingMemoryBound(to: IHttpApplication.self) }

    func getApplicationPhysicalPath() -> PCWSTR? { root }
    func getApplicationId() -> PCWSTR? { id }
    func getAppConfigPath() -> PCWSTR? { configurationPath }
    func getModuleContextContainer() -> UnsafeMutablePointer<IHttpModuleContextContainer>? {
        container?.assumingMemoryBound(to: IHttpModuleContextContainer.self)
    }

    func beginApplicationWarmup() { warmups.add(1, ordering: .relaxed) }
    func endApplicationWarmup() { warmups.subtract(1, ordering: .relaxed) }
    func queryIsWarmingUp() -> BOOL { warmups.load(ordering: .relaxed) > 0 ? 1 : 0 }
}

/// IHttpPerfCounterInfo: counters by number. The numbers of IIS are unpublished, so they are kept as they come.
final class HttpPerfCounterInfoObject: HttpPerfCounterInfoInterface, @unchecked Sendable {
    // Safety: the counters are in a Mutex.
    private let counters = Mutex<[DWORD: Int64]>([:])
    private var object: UnsafeMutableRawPointer?

    init() {
        object = StaticObject.pointer(kind: HostKind_HttpPerfCounterInfo, table: Self.table, owner: self)
    }

    var pointer: UnsafeMutablePointer<IHttpPerfCounterInfo>? {
        object?.assumingMemoryBound(to: IHttpPerfCounterInfo.self)
    }

    func incrementCounter(_ index: DWORD, _ count: DWORD) {
        counters.withLock { $0[index, default: 0] &+= Int64(count) }
    }

    func decrementCounter(_ index: DWORD, _ count: DWORD) {
        counters.withLock { $0[index, default: 0] &-= Int64(count) }
    }
}

/// IHttpApplicationProvider: handed to OnGlobalApplicationStart and OnGlobalApplicationStop.
final class HttpApplicationProviderObject: HttpApplicationProviderInterface, @unchecked Sendable {
    // Safety: the status is an atomic, the rest does not change.
    private let application: UnsafeMutablePointer<IHttpApplication>?
    private let status = Atomic<Int32>(0)
    private var object: UnsafeMutableRawPointer?

    init(application: UnsafeMutablePointer<IHttpApplication>?) {
        self.application = application
        object = StaticObject.pointer(kind: HostKind_HttpApplicationProvider, table: Self.table, owner: self)
    }

    var pointer: UnsafeMutableRawPointer? { object }
    /// What a module set last.
    var errorStatus: HRESULT { status.load(ordering: .relaxed) }

    func setErrorStatus(_ result: HRESULT) { status.store(result, ordering: .relaxed) }
    func getApplication() -> UnsafeMutablePointer<IHttpApplication>? { application }
}

/// IGlobalStopListeningProvider: handed to OnGlobalStopListening.
final class GlobalStopListeningProviderObject: GlobalStopListeningProviderInterface, @unchecked Sendable {
    // Safety: nothing changes after init.
    private let isGraceful: Bool
    private var object: UnsafeMutableRawPointer?

    init(isGraceful: Bool) {
        self.isGraceful = isGraceful
        object = StaticObject.pointer(kind: HostKind_GlobalStopListeningProvider, table: Self.table, owner: self)
    }

    var pointer: UnsafeMutableRawPointer? { object }

    func setErrorStatus(_ result: HRESULT) {}
    func drainRequestsGracefully() -> BOOL { isGraceful ? 1 : 0 }
}
