import CModuleABI
import CModuleBorder
import ModuleInterfaces
import OperatingSystem
import Synchronization

/// Text and cells of objects that live as long as the process: the server, sites, applications.
enum StaticObject {
    /// A cell of its own for `owner`, live for ever, and `owner` with it: modules may keep the pointer. Nil when the region
    /// for host objects is full.
    static func pointer(kind: UInt32, table: UnsafeRawPointer, owner: AnyObject) -> UnsafeMutableRawPointer? {
        guard let block = HostObjectBlock(cells: 1, live: true, confined: false) else { return nil }
        block.set(0, kind: Int(kind), table: table, owner: Unmanaged.passRetained(owner).takeUnretainedValue())
        return block.pointer(0)
    }

    /// `text` as WCHARs that are never freed, unless the caller does.
    static func wide(_ text: String) -> UnsafePointer<WCHAR> {
        var text = text
        return text.withUTF8 { utf8 in
            let memory = UnsafeMutableRawPointer.allocate(
                byteCount: (utf8.count + 1) * MemoryLayout<WCHAR>.size, alignment: MemoryLayout<WCHAR>.alignment)
            _ = WideText.write(utf8: UnsafeRawBufferPointer(utf8), to: memory)
            return UnsafePointer(memory.bindMemory(to: WCHAR.self, capacity: utf8.count + 1))
        }
    }
}

extension ModuleHost {
    /// Makes the objects that live as long as the process. Called once, before the first module is loaded.
    func makeStaticObjects() {
        staticObjects.value = StaticObjects(
            server: HttpServerObject(host: self).pointer, anonymousUser: HttpUserObject().reference)
    }
}

/// IHttpUser of requests that no module has authenticated: all names are empty. Lives as long as the process.
final class HttpUserObject: HttpUserInterface, @unchecked Sendable {
    // Safety: nothing changes after init.
    private let empty = StaticObject.wide("")
    private var object: UnsafeMutableRawPointer?

    init() { object = StaticObject.pointer(kind: HostKind_HttpUser, table: Self.table, owner: self) }

    var reference: HttpUserReference? { HttpUserReference(object?.assumingMemoryBound(to: IHttpUser.self)) }

    func getRemoteUserName() -> PCWSTR? { empty }
    func getUserName() -> PCWSTR? { empty }
    func getAuthenticationType() -> PCWSTR? { empty }
    func getPassword() -> PCWSTR? { empty }
    func getImpersonationToken() -> HANDLE? { nil }
    func getPrimaryToken() -> HANDLE? { nil }

    /// Never counted: the object is the host's.
    func referenceUser() {}
    func dereferenceUser() {}

    func supportsIsInRole() -> BOOL { 0 }
    func isInRole(_ role: PCWSTR?, _ isInRole: UnsafeMutablePointer<BOOL>?) -> HRESULT { HResult.notImplemented }
    func getUserVariable(_ name: PCSTR?) -> PVOID? { nil }
}

/// IHttpSite: a site. Made when a module asks for it first, and then as long as the process.
final class HttpSiteObject: HttpSiteInterface, @unchecked Sendable {
    // Safety: nothing changes after init.
    private let id: UInt32
    private let name: UnsafePointer<WCHAR>
    private let container: UnsafeMutableRawPointer?
    private let counters = HttpPerfCounterInfoObject()
    private var object: UnsafeMutableRawPointer?

    private init(_ site: ServedSite, host: ModuleHost) {
        id = site.id
        name = StaticObject.wide(site.name)
        container = StaticObject.pointer(
            kind: HostKind_ModuleContextContainer, table: ModuleContextContainerObject.table,
            owner: ModuleContextContainerObject(site.contexts, host: host))
        object = StaticObject.pointer(kind: HostKind_HttpSite, table: Self.table, owner: self)
    }

    /// The object of a site. Nil when the region for host objects is full.
    static func of(_ site: ServedSite, host: ModuleHost) -> UnsafeMutablePointer<IHttpSite>? {
        site.lazyObject.withLock { address in
            if address == 0 { address = UInt(bitPattern: HttpSiteObject(site, host: host).object) }
            return UnsafeMutablePointer(bitPattern: address)
        }
    }

    func getSiteId() -> DWORD { id }
    func getSiteName() -> PCWSTR? { name }
    func getModuleContextContainer() -> UnsafeMutablePointer<IHttpModuleContextContainer>? {
        container?.assumingMemoryBound(to: IHttpModuleContextContainer.self)
    }

    func getPerfCounterInfo() -> UnsafeMutablePointer<IHttpPerfCounterInfo>? { counters.pointer }
}

/// IHttpApplication2: an application. Made when a module asks for it first, and then as long as the process.
final class HttpApplicationObject: HttpApplicationInterface, @unchecked Sendable {
    // Safety: nothing changes after init but an atomic.
    private let root: UnsafePointer<WCHAR>
    private let id: UnsafePointer<WCHAR>
    private let configurationPath: UnsafePointer<WCHAR>
    private let container: UnsafeMutableRawPointer?
    private let warmups = Atomic<Int>(0)
    private var object: UnsafeMutableRawPointer?

    private init(_ application: ServedApplication, host: ModuleHost) {
        // The folder of an application ends with a separator, as in IIS.
        let folder = application.folder
        root = StaticObject.wide(folder.hasSuffix("/") ? folder : folder + "/")
        id = StaticObject.wide(application.id)
        configurationPath = StaticObject.wide(application.configurationPath)
        container = StaticObject.pointer(
            kind: HostKind_ModuleContextContainer, table: ModuleContextContainerObject.table,
            owner: ModuleContextContainerObject(application.contexts, host: host))
        object = StaticObject.pointer(kind: HostKind_HttpApplication, table: Self.table, owner: self)
    }

    /// The object of an application. Nil when the region for host objects is full.
    static func of(_ application: ServedApplication, host: ModuleHost) -> UnsafeMutablePointer<IHttpApplication>? {
        application.lazyObject.withLock { address in
            if address == 0 { address = UInt(bitPattern: HttpApplicationObject(application, host: host).object) }
            return UnsafeMutablePointer(bitPattern: address)
        }
    }

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
    // Safety: the counters are in a Lock.
    private let counters = Lock<[DWORD: Int64]>([:])
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
