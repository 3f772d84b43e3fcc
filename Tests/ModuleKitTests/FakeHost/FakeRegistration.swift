import CModuleABI
import ModuleKit

/// Plays the host while a module registers, and afterwards: makes exchanges and ends the module.
final class FakeRegistration {
    private(set) var factory: UnsafeMutablePointer<IHttpModuleFactory>?
    private(set) var global: UnsafeMutablePointer<CGlobalModule>?
    private(set) var notifications: UInt32 = 0
    private(set) var postNotifications: UInt32 = 0
    private(set) var globalNotifications: UInt32 = 0
    private(set) var priorities: [String] = []
    private(set) var log: [String] = []
    /// What the calls answer, by their name, where it is not S_OK.
    var answers: [String: Int32] = [:]

    /// What modules read; nil for a host that has none.
    var configuration: FakeConfiguration?

    private var info: FakeObject<IHttpModuleRegistrationInfo2, FakeRegistration>!
    private var server: FakeObject<IHttpServer, FakeRegistration>!
    private var trace: FakeObject<IHttpTraceContext, FakeRegistration>!

    init() {
        info = FakeObject(self, table: Self.infoTable)
        server = FakeObject(self, table: Self.serverTable)
        var traceTable = IHttpTraceContextVtbl()
        traceTable.QuickTrace = { trace, text, _, _, _ in
            FakeObject<IHttpTraceContext, FakeRegistration>.owner(trace).log.append(text.map(fakeText) ?? "")
            return 0
        }
        trace = FakeObject(self, table: traceTable)
    }

    private static var serverTable: IHttpServer2Vtbl {
        var table = IHttpServer2Vtbl()
        table.GetTraceContext = { FakeObject<IHttpServer2, FakeRegistration>.owner($0).trace.pointer }
        table.GetExtendedInterface = { server, _, out in
            out!.pointee = UnsafeMutableRawPointer(server)
            return 0
        }
        table.GetExtendedInterfaceByGuid = { server, _, _, _, out in
            guard let found = FakeObject<IHttpServer2, FakeRegistration>.owner(server).configuration else {
                return ResultCode.notImplemented.rawValue
            }
            out!.pointee = UnsafeMutableRawPointer(found.object.pointer)
            return 0
        }
        return table
    }

    deinit {
        info.free()
        server.free()
        trace.free()
    }

    @discardableResult
    func register(_ type: any HttpModule.Type) -> RegistrationResult {
        type.register(MODHOST_SERVER_VERSION, registration, server.pointer)
    }

    func register(global type: any GlobalModule.Type) -> RegistrationResult {
        type.register(MODHOST_SERVER_VERSION, registration, server.pointer)
    }

    /// Ends the module as the host does: nothing is called after this.
    func terminate() {
        if let factory { factory.pointee.lpVtbl.pointee.Terminate(factory) }
        if let global { global.pointee.lpVtbl.pointee.Terminate(global) }
        factory = nil
        global = nil
    }

    private var registration: ModuleRegistration {
        UnsafeMutableRawPointer(info.pointer).assumingMemoryBound(to: IHttpModuleRegistrationInfo.self)
    }

    private typealias Object = FakeObject<IHttpModuleRegistrationInfo2, FakeRegistration>

    private static var infoTable: IHttpModuleRegistrationInfo2Vtbl {
        var table = IHttpModuleRegistrationInfo2Vtbl()
        table.GetId = { _ in UnsafeMutableRawPointer(bitPattern: 1) }
        table.SetRequestNotifications = { info, factory, rq, rqPost in
            let fake = Object.owner(info)
            fake.notifications = rq
            fake.postNotifications = rqPost
            if let refusal = fake.answers["SetRequestNotifications"] { return refusal }
            fake.factory = factory
            return 0
        }
        table.SetGlobalNotifications = { info, global, gl in
            let fake = Object.owner(info)
            fake.globalNotifications = gl
            if let refusal = fake.answers["SetGlobalNotifications"] { return refusal }
            fake.global = global
            return 0
        }
        table.SetPriorityForRequestNotification = { Object.owner($0).note("request", $1, $2) }
        table.SetPriorityForGlobalNotification = { Object.owner($0).note("global", $1, $2) }
        table.SetPriorityForPostRequestNotification = { Object.owner($0).note("post", $1, $2) }
        return table
    }

    private func note(_ kind: String, _ bits: UInt32, _ alias: UnsafePointer<Int32>?) -> Int32 {
        priorities.append("\(kind) \(String(bits, radix: 16)) \(alias.map(fakeText) ?? "")")
        return answers["SetPriority"] ?? 0
    }
}

/// Reads wide text up to its zero.
func fakeText(_ start: UnsafePointer<Int32>) -> String {
    var text = ""
    var next = start
    while next.pointee != 0 {
        text.unicodeScalars.append(Unicode.Scalar(UInt32(bitPattern: next.pointee)) ?? "?")
        next += 1
    }
    return text
}
