import CModuleABI
import CModuleBorder
import HostLog
import ModuleInterfaces
import OperatingSystem

/// IHttpModuleRegistrationInfo2: handed to RegisterModule. It stays valid for as long as the process lives, but takes changes
/// only until RegisterModule returns.
final class ModuleRegistrationInfoObject: ModuleRegistrationInfoInterface, @unchecked Sendable {
    // Safety: the registration is in a Lock, the rest does not change.
    private struct Account {
        var registration = Registration()
        var isOpen = true
        /// The first call that was refused, as a sentence.
        var refusal: String?
    }

    private let name: UnsafePointer<WCHAR>
    private let id: UInt
    private let account = Lock(Account())
    private var object: UnsafeMutableRawPointer?

    init(name: String, index: UInt32) {
        self.name = StaticObject.wide(name)
        id = UInt(index)
        object = StaticObject.pointer(kind: HostKind_ModuleRegistrationInfo, table: Self.table, owner: self)
    }

    var pointer: UnsafeMutableRawPointer? { object }

    /// What was asked for, and a sentence about the first call that was refused. Nothing is taken from now on.
    func close() -> (registration: Registration, refusal: String?) {
        account.withLock { account in
            account.isOpen = false
            return (account.registration, account.refusal)
        }
    }

    /// Notes why a call is refused, and gives its answer.
    private func refuse(_ call: String, _ reason: String, _ result: HRESULT) -> HRESULT {
        account.withLock { account in
            if account.isOpen, account.refusal == nil { account.refusal = "its call of \(call) was refused: \(reason)" }
        }
        return result
    }

    /// Changes the registration, unless `change` answers why not.
    private func change(
        _ call: String, _ change: (inout Registration) -> String?
    ) -> HRESULT {
        let outcome = account.withLock { account -> (isOpen: Bool, reason: String?) in
            (account.isOpen, account.isOpen ? change(&account.registration) : nil)
        }
        guard outcome.isOpen else { return HResult.unexpected }
        return outcome.reason.map { refuse(call, $0, HResult.alreadyExists) } ?? HResult.ok
    }

    func getName() -> PCWSTR? { name }

    /// The number of the module, from 1, so that it is never NULL.
    func getId() -> HTTP_MODULE_ID? { UnsafeMutableRawPointer(bitPattern: id) }

    func setRequestNotifications(
        _ factory: UnsafeMutablePointer<IHttpModuleFactory>?, _ mask: DWORD, _ postMask: DWORD
    ) -> HRESULT {
        let call = "SetRequestNotifications"
        guard factory != nil else { return refuse(call, "pModuleFactory is NULL", HResult.invalidParameter) }
        guard let factory = HttpModuleFactoryReference(factory) else {
            let reason = "the table of pModuleFactory lacks GetHttpModule or Terminate"
            return refuse(call, reason, HResult.invalidParameter)
        }
        return change(call) { registration in
            guard registration.factory == nil else { return "the module has given a factory before" }
            registration.factory = factory
            registration.requestMask = mask
            registration.postMask = postMask & Stage.allBits
            return nil
        }
    }

    func setGlobalNotifications(_ module: UnsafeMutablePointer<CGlobalModule>?, _ mask: DWORD) -> HRESULT {
        let call = "SetGlobalNotifications"
        guard module != nil else { return refuse(call, "pGlobalModule is NULL", HResult.invalidParameter) }
        guard let module = GlobalModuleReference(module) else {
            return refuse(call, "the table of pGlobalModule lacks Terminate", HResult.invalidParameter)
        }
        return change(call) { registration in
            guard registration.globalModule == nil else { return "the module has given a global module before" }
            registration.globalModule = module
            registration.globalMask = mask
            return nil
        }
    }

    func setPriorityForRequestNotification(_ mask: DWORD, _ alias: PCWSTR?) -> HRESULT {
        setPriority("SetPriorityForRequestNotification", alias) { $0.setRequestPriority($1, mask: mask) }
    }

    func setPriorityForGlobalNotification(_ mask: DWORD, _ alias: PCWSTR?) -> HRESULT {
        setPriority("SetPriorityForGlobalNotification", alias) { $0.setGlobalPriority($1, mask: mask) }
    }

    func setPriorityForPostRequestNotification(_ mask: DWORD, _ alias: PCWSTR?) -> HRESULT {
        setPriority("SetPriorityForPostRequestNotification", alias) { $0.setPostPriority($1, mask: mask) }
    }

    private func setPriority(
        _ call: String, _ alias: PCWSTR?, _ set: (inout Registration, Priority) -> Void
    ) -> HRESULT {
        guard let alias = WideText.string(alias) else {
            return refuse(call, "pszPriority is NULL", HResult.invalidParameter)
        }
        guard let priority = Priority(alias: alias) else {
            let known = "one of FIRST, HIGH, MEDIUM, LOW and LAST"
            let name = ForeignSentence.of(alias).map { "\"\($0)\"" } ?? "an empty text"
            return refuse(call, "its priority is \(name) and not \(known)", HResult.invalidParameter)
        }
        return change(call) { registration in
            set(&registration, priority)
            return nil
        }
    }
}
