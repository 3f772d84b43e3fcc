package import CModuleABI
import CModuleBorder
import ModuleInterfaces
import Synchronization

/// IHttpSite: the one default site.
package final class HttpSiteObject: HttpSiteInterface, @unchecked Sendable {
    // Safety: nothing changes after init; the container has its own lock.
    let id: UInt32 = 1
    let name: String
    let root: SiteRoot
    /// The path of the site in the configuration.
    let configurationPath: String
    private let wideName: UnsafePointer<WCHAR>
    let container: ModuleContextContainerObject
    private let containerPointer: UnsafeMutableRawPointer?
    private let counters = HttpPerfCounterInfoObject()
    private var object: UnsafeMutableRawPointer?

    init(name: String, root: SiteRoot, host: ModuleHost) {
        self.name = name
        self.root = root
        configurationPath = "MACHINE/WEBROOT/APPHOST/" + name
        wideName = StaticObject.wide(name)
        container = ModuleContextContainerObject(host: host)
        containerPointer = StaticObject.pointer(
            kind: HostKind_ModuleContextContainer, table: ModuleContextContainerObject.table, owner: container)
        object = StaticObject.pointer(kind: HostKind_HttpSite, table: Self.table, owner: self)
    }

    var pointer: UnsafeMutablePointer<IHttpSite>? { object?.assumingMemoryBound(to: IHttpSite.self) }

    package func getSiteId() -> DWORD { id }
    package func getSiteName() -> PCWSTR? { wideName }
    package func getModuleContextContainer() -> UnsafeMutablePointer<IHttpModuleContextContainer>? {
        containerPointer?.assumingMemoryBound(to: IHttpModuleContextContainer.self)
    }

    package func getPerfCounterInfo() -> UnsafeMutablePointer<IHttpPerfCounterInfo>? { counters.pointer }
}

/// IHttpApplication2: the one default application, `/`.
final class HttpApplicationObject: HttpApplicationInterface, @unchecked Sendable {
    // Safety: nothing changes after init but an atomic; the container has its own lock.
    let id = "/LM/W3SVC/1/ROOT"
    private let root: UnsafePointer<WCHAR>
    private let wideID: UnsafePointer<WCHAR>
    private let configurationPath: UnsafePointer<WCHAR>
    let container: ModuleContextContainerObject
    private let containerPointer: UnsafeMutableRawPointer?
    private let warmups = Atomic<Int>(0)
    private var object: UnsafeMutableRawPointer?

    init(site: HttpSiteObject, host: ModuleHost) {
        // The folder of an application ends with a separator, as in IIS.
        root = StaticObject.wide(site.root.path.hasSuffix("/") ? site.root.path : site.root.path + "/")
        wideID = StaticObject.wide(id)
        configurationPath = StaticObject.wide(site.configurationPath)
        container = ModuleContextContainerObject(host: host)
        containerPointer = StaticObject.pointer(
            kind: HostKind_ModuleContextContainer, table: ModuleContextContainerObject.table, owner: container)
        object = StaticObject.pointer(kind: HostKind_HttpApplication, table: Self.table, owner: self)
    }

    var pointer: UnsafeMutablePointer<IHttpApplication>? { object?.assumingMemoryBound(to: IHttpApplication.self) }

    func getApplicationPhysicalPath() -> PCWSTR? { root }
    func getApplicationId() -> PCWSTR? { wideID }
    func getAppConfigPath() -> PCWSTR? { configurationPath }
    func getModuleContextContainer() -> UnsafeMutablePointer<IHttpModuleContextContainer>? {
        containerPointer?.assumingMemoryBound(to: IHttpModuleContextContainer.self)
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
    private let application: HttpApplicationObject
    private let status = Atomic<Int32>(0)
    private var object: UnsafeMutableRawPointer?

    init(application: HttpApplicationObject) {
        self.application = application
        object = StaticObject.pointer(kind: HostKind_HttpApplicationProvider, table: Self.table, owner: self)
    }

    var pointer: UnsafeMutableRawPointer? { object }
    /// What a module set last.
    var errorStatus: HRESULT { status.load(ordering: .relaxed) }

    func setErrorStatus(_ result: HRESULT) { status.store(result, ordering: .relaxed) }
    func getApplication() -> UnsafeMutablePointer<IHttpApplication>? { application.pointer }
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
