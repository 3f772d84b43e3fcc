import CModuleABI
import CModuleBorder
import ModuleInterfaces
import Synchronization

/// IHttpModuleRegistrationInfo2: handed to RegisterModule. It stays valid for as long as the process lives, but takes changes
/// only until RegisterModule returns.
final class ModuleRegistrationInfoObject: ModuleRegistrationInfoInterface, @unchecked Sendable {
    // Safety: the registration is in a Mutex, the rest does not change.
    private struct State {
        var registration = Registration()
        var isOpen = true
    }

    private let name: UnsafePointer<WCHAR>
    private let id: UInt
    private let state = Mutex(State())
    private var object: UnsafeMutableRawPointer?

    init(name: String, index: UInt32) {
        self.name = StaticObject.wide(name)
        id = UInt(index)
        object = StaticObject.pointer(kind: HostKind_ModuleRegistrationInfo, table: Self.table, owner: self)
    }

    var pointer: UnsafeMutableRawPointer? { object }

    /// What was asked for. Nothing is taken from now on.
    func close() -> Registration {
        state.withLock { state in
            state.isOpen = false
            return state.registration
        }
    }

    func getName() -> PCWSTR? { name }

    /// The number of the module, from 1, so that it is never NULL.
    func getId() -> HTTP_MODULE_ID? { UnsafeMutableRawPointer(bitPattern: id) }

    func setRequestNotifications(
        _ factory: UnsafeMutablePointer<IHttpModuleFactory>?, _ mask: DWORD, _ postMask: DWORD
    ) -> HRESULT {
        guard let factory = HttpModuleFactoryReference(factory) else { return HResult.invalidParameter }
        return state.withLock { state in
            guard state.isOpen else { return HResult.unexpected }
            guard state.registration.factory == nil else { return HResult.alreadyExists }
            state.registration.factory = factory
            state.registration.requestMask = mask
            state.registration.postMask = postMask & Stage.allBits
            return HResult.ok
        }
    }

    func setGlobalNotifications(_ module: UnsafeMutablePointer<CGlobalModule>?, _ mask: DWORD) -> HRESULT {
        guard let module = GlobalModuleReference(module) else { return HResult.invalidParameter }
        return state.withLock { state in
            guard state.isOpen else { return HResult.unexpected }
            guard state.registration.globalModule == nil else { return HResult.alreadyExists }
            state.registration.globalModule = module
            state.registration.globalMask = mask
            return HResult.ok
        }
    }

    func setPriorityForRequestNotification(_ mask: DWORD, _ alias: PCWSTR?) -> HRESULT {
        setPriority(alias) { $0.setRequestPriority($1, mask: mask) }
    }

    func setPriorityForGlobalNotification(_ mask: DWORD, _ alias: PCWSTR?) -> HRESULT {
        setPriority(alias) { $0.setGlobalPriority($1, mask: mask) }
    }

    func setPriorityForPostRequestNotification(_ mask: DWORD, _ alias: PCWSTR?) -> HRESULT {
        setPriority(alias) { $0.setPostPriority($1, mask: mask) }
    }

    private func setPriority(_ alias: PCWSTR?, _ set: (inout Registration, Priority) -> Void) -> HRESULT {
        guard let alias = WideText.string(alias), let priority = Priority(alias: alias) else {
            return HResult.invalidParameter
        }
        return state.withLock { state in
            guard state.isOpen else { return HResult.unexpected }
            set(&state.registration, priority)
            return HResult.ok
        }
    }
}
