import CModuleABI
import CModuleBorder
import ModuleInterfaces

/// Text and cells of objects that live as long as the process: the server, the site, the application.
enum StaticObject {
    /// A cell of its own for `owner`, live for ever, and `owner` with it: modules may keep the pointer. Nil when the region
    /// for host objects is full.
    static func pointer(kind: UInt32, table: UnsafeRawPointer, owner: AnyObject) -> UnsafeMutableRawPointer? {
        guard let block = HostObjectBlock(cells: 1, live: true, confined: false) else { return nil }
        block.set(0, kind: Int(kind), table: table, owner: Unmanaged.passRetained(owner).takeUnretainedValue())
        return block.pointer(0)
    }

    /// `text` as WCHARs that are never freed.
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
            site: HttpSiteObject(host: self).pointer, application: HttpApplicationObject(host: self).pointer,
            server: HttpServerObject(host: self).pointer, anonymousUser: HttpUserObject().reference)
    }
}

/// IHttpUser of everybody whom no module has authenticated: all names empty. Lives as long as the process.
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
