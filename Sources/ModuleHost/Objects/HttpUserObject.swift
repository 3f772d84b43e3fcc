import CModuleABI
import CModuleBorder
import ModuleInterfaces

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
