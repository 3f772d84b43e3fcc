import CModuleABI
import ModuleKit
import Synchronization
import Testing

private final class Watch: OnGlobalPreBeginRequest, OnGlobalApplicationStart, OnGlobalApplicationStop,
    OnGlobalStopListening
{
    static let notes = Mutex<[String]>([])
    nonisolated(unsafe) static var kept: HttpContext?
    static var priority: Priority { .high }

    func onGlobalPreBeginRequest(_ context: HttpContext) throws -> GlobalNotificationStatus {
        Self.kept = context
        context.serverVariables["SEEN"] = context.request.path
        return context.request.path == "/handled" ? .handled : .continue
    }

    func onGlobalApplicationStart(_ application: Application) throws -> GlobalNotificationStatus {
        Self.notes.withLock { $0.append("start \(application.id) \(application.physicalPath)") }
        return .continue
    }

    func onGlobalApplicationStop(_ application: Application) throws -> GlobalNotificationStatus {
        throw ModuleError(status: 500)
    }

    func onGlobalStopListening(isGraceful: Bool) throws -> GlobalNotificationStatus {
        Self.notes.withLock { $0.append("stop \(isGraceful)") }
        return .continue
    }

    func terminate() {
        Self.notes.withLock { $0.append("terminate") }
    }
}

private struct Both: OnBeginRequest {
    static var globalModule: (any GlobalModule.Type)? { Watch.self }
    func onBeginRequest(_ context: HttpContext) -> NotificationStatus { .continue }
}

private struct NoGlobalNotification: GlobalModule {}

@Suite("GlobalModule", .serialized)
struct GlobalModuleTests {
    @Test("A global module subscribes to what it names, with one priority for all")
    func subscription() {
        let registration = FakeRegistration()
        #expect(registration.register(global: Watch.self) == 0)
        let bits = GL_PRE_BEGIN_REQUEST | GL_APPLICATION_START | GL_APPLICATION_STOP | GL_STOP_LISTENING
        #expect(registration.globalNotifications == bits)
        #expect(registration.priorities == ["global \(String(bits, radix: 16)) HIGH"])
        #expect(registration.factory == nil)
        registration.terminate()
    }

    @Test("A module can have both parts")
    func bothParts() {
        let registration = FakeRegistration()
        #expect(registration.register(Both.self) == 0)
        #expect(registration.factory != nil)
        #expect(registration.global != nil)
        registration.terminate()
    }

    @Test("A global module that names no notification, or that the host refuses, fails the registration")
    func refusals() {
        let registration = FakeRegistration()
        #expect(registration.register(global: NoGlobalNotification.self) == ResultCode.unexpected.rawValue)
        #expect(registration.log.first?.contains("NoGlobalNotification") == true)
        registration.answers["SetGlobalNotifications"] = -7
        #expect(registration.register(global: Watch.self) == -7)
    }

    @Test("Its notifications reach the methods of their names, and terminate comes last")
    func notifications() throws {
        let registration = FakeRegistration()
        #expect(registration.register(global: Watch.self) == 0)
        let global = try #require(registration.global)
        Watch.notes.withLock { $0 = [] }
        let table = global.pointee.lpVtbl.pointee
        let exchange = FakeExchange()

        let stop = FakeObject<IGlobalStopListeningProvider, FakeExchange>(exchange, table: Self.stopTable)
        #expect(table.OnGlobalStopListening(global, stop.pointer) == GL_NOTIFICATION_CONTINUE)
        let application = FakeObject<IHttpApplication, FakeExchange>(exchange, table: Self.applicationTable)
        Self.application = application.pointer
        let provider = FakeObject<IHttpApplicationProvider, FakeExchange>(exchange, table: Self.providerTable)
        #expect(table.OnGlobalApplicationStart(global, provider.pointer) == GL_NOTIFICATION_CONTINUE)
        #expect(table.OnGlobalApplicationStop(global, provider.pointer) == GL_NOTIFICATION_CONTINUE)
        #expect(exchange.errorStatuses == [ResultCode.failure.rawValue])
        registration.terminate()
        #expect(Watch.notes.withLock { $0 } == ["stop true", "start /LM/1 /srv", "terminate"])
        stop.free()
        application.free()
        provider.free()
    }

    @Test("The context of a request that has not begun ends with the notification")
    func preBeginRequest() throws {
        let registration = FakeRegistration()
        #expect(registration.register(global: Watch.self) == 0)
        let global = try #require(registration.global)
        let exchange = FakeExchange()
        exchange.path = "/handled"
        var table = IPreBeginRequestProviderVtbl()
        table.GetHttpContext = { FakeObject<IPreBeginRequestProvider, FakeExchange>.owner($0).context.pointer }
        let provider = FakeObject<IPreBeginRequestProvider, FakeExchange>(exchange, table: table)
        let status = global.pointee.lpVtbl.pointee.OnGlobalPreBeginRequest(global, provider.pointer)
        #expect(status == GL_NOTIFICATION_HANDLED)
        #expect(exchange.variables["SEEN"] == "/handled")
        #expect(Watch.kept?.isEnded == true)
        Watch.kept = nil
        provider.free()
        registration.terminate()
    }

    nonisolated(unsafe) private static var application: UnsafeMutablePointer<IHttpApplication>?

    private static var stopTable: IGlobalStopListeningProviderVtbl {
        var table = IGlobalStopListeningProviderVtbl()
        table.DrainRequestsGracefully = { _ in 1 }
        return table
    }

    private static var applicationTable: IHttpApplicationVtbl {
        var table = IHttpApplicationVtbl()
        table.GetApplicationId = { FakeObject<IHttpApplication, FakeExchange>.owner($0).lendWide("/LM/1") }
        table.GetApplicationPhysicalPath = { FakeObject<IHttpApplication, FakeExchange>.owner($0).lendWide("/srv") }
        table.GetAppConfigPath = { FakeObject<IHttpApplication, FakeExchange>.owner($0).lendWide("MACHINE") }
        return table
    }

    private static var providerTable: IHttpApplicationProviderVtbl {
        var table = IHttpApplicationProviderVtbl()
        table.GetApplication = { _ in GlobalModuleTests.application }
        table.SetErrorStatus = {
            FakeObject<IHttpApplicationProvider, FakeExchange>.owner($0).errorStatuses.append($1)
        }
        return table
    }
}
