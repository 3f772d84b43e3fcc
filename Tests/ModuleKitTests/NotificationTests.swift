import CModuleABI
import ModuleKit
import Testing

@Suite("The notifications")
struct NotificationTests {
    @Test("Each stage and what follows it reaches the method of its name, in the order of the table")
    func stages() {
        let registration = FakeRegistration()
        #expect(registration.register(Everything.self) == 0)
        let stages = RQ_END_REQUEST * 2 - 1
        let events = RQ_CUSTOM_NOTIFICATION | RQ_SEND_RESPONSE | RQ_READ_ENTITY | RQ_MAP_PATH
        #expect(registration.notifications == stages | events)
        #expect(registration.postNotifications == stages)
        let exchange = FakeExchange()
        exchange.begin(registration)
        for slot in Self.plainSlots {
            #expect(exchange.call(slot) == 0)
        }
        exchange.callAuthenticate()
        #expect(exchange.responseHeaders["Called"] == Self.plainNames.joined(separator: ", ") + ", AuthenticateRequest")
        exchange.end()
        registration.terminate()
    }

    @Test("The other notifications reach the method of their name with a provider of their own")
    func others() {
        let registration = FakeRegistration()
        registration.register(Everything.self)
        let exchange = FakeExchange()
        exchange.begin(registration)
        exchange.callSendResponse()
        #expect(exchange.events == ["flags 5"])
        let table = exchange.module!.pointee.lpVtbl.pointee
        let mapPath = FakeObject<IMapPathProvider, FakeExchange>(exchange, table: Self.mapPathTable)
        _ = table.OnMapPath(exchange.module, exchange.context.pointer, mapPath.pointer)
        let read = FakeObject<IReadEntityProvider, FakeExchange>(exchange, table: Self.readEntityTable)
        exchange.body = Array("abc".utf8)
        _ = table.OnReadEntity(exchange.module, exchange.context.pointer, read.pointer)
        let custom = FakeObject<ICustomNotificationProvider, FakeExchange>(exchange, table: Self.customTable)
        _ = table.OnCustomRequestNotification(exchange.module, exchange.context.pointer, custom.pointer)
        #expect(exchange.variables["MAPPED"] == "/a -> /srv/a")
        #expect(exchange.events.suffix(2) == ["path /elsewhere", "entity 3"])
        #expect(exchange.body == Array("cba".utf8))
        #expect(exchange.variables["CUSTOM"] == "tidings")
        mapPath.free()
        read.free()
        custom.free()
        exchange.end()
        registration.terminate()
    }

    @Test("A provider that a module has kept answers nothing once the notification is over")
    func keptProvider() {
        let registration = FakeRegistration()
        registration.register(Keeping.self)
        let exchange = FakeExchange()
        exchange.begin(registration)
        exchange.callSendResponse()
        exchange.call(\.OnLogRequest)
        #expect(exchange.responseHeaders["During"] == "4")
        #expect(exchange.responseHeaders["After"] == "0")
        exchange.end()
        registration.terminate()
    }

    private typealias Slot = KeyPath<
        CHttpModuleVtbl,
        (
            @convention(c) (
                UnsafeMutablePointer<CHttpModule>?, UnsafeMutablePointer<IHttpContext>?,
                UnsafeMutablePointer<IHttpEventProvider>?
            ) -> REQUEST_NOTIFICATION_STATUS
        )?
    >

    private static var plainSlots: [Slot] {
        [
            \.OnBeginRequest,
            \.OnPostBeginRequest,
            \.OnPostAuthenticateRequest,
            \.OnAuthorizeRequest,
            \.OnPostAuthorizeRequest,
            \.OnResolveRequestCache,
            \.OnPostResolveRequestCache,
            \.OnPostMapRequestHandler,
            \.OnAcquireRequestState,
            \.OnPostAcquireRequestState,
            \.OnPreExecuteRequestHandler,
            \.OnPostPreExecuteRequestHandler,
            \.OnExecuteRequestHandler,
            \.OnPostExecuteRequestHandler,
            \.OnReleaseRequestState,
            \.OnPostReleaseRequestState,
            \.OnUpdateRequestCache,
            \.OnPostUpdateRequestCache,
            \.OnLogRequest,
            \.OnPostLogRequest,
            \.OnEndRequest,
            \.OnPostEndRequest,
        ]
    }

    private static let plainNames = [
        "BeginRequest",
        "PostBeginRequest",
        "PostAuthenticateRequest",
        "AuthorizeRequest",
        "PostAuthorizeRequest",
        "ResolveRequestCache",
        "PostResolveRequestCache",
        "PostMapRequestHandler",
        "AcquireRequestState",
        "PostAcquireRequestState",
        "PreExecuteRequestHandler",
        "PostPreExecuteRequestHandler",
        "ExecuteRequestHandler",
        "PostExecuteRequestHandler",
        "ReleaseRequestState",
        "PostReleaseRequestState",
        "UpdateRequestCache",
        "PostUpdateRequestCache",
        "LogRequest",
        "PostLogRequest",
        "EndRequest",
        "PostEndRequest",
    ]

    private static var mapPathTable: IMapPathProviderVtbl {
        var table = IMapPathProviderVtbl()
        table.GetUrl = { FakeObject<IMapPathProvider, FakeExchange>.owner($0).lendWide("/a") }
        table.GetPhysicalPath = { FakeObject<IMapPathProvider, FakeExchange>.owner($0).lendWide("/srv/a") }
        table.SetPhysicalPath = { provider, path, count in
            let text = path.map(fakeText) ?? ""
            FakeObject<IMapPathProvider, FakeExchange>.owner(provider).events.append("path \(text)")
            return text.unicodeScalars.count == Int(count) ? 0 : -1
        }
        return table
    }

    private static var readEntityTable: IReadEntityProviderVtbl {
        var table = IReadEntityProviderVtbl()
        table.GetEntity = { provider, buffer, count, capacity in
            let fake = FakeObject<IReadEntityProvider, FakeExchange>.owner(provider)
            let copy = fake.allocate(8)
            copy.copyMemory(from: fake.body, byteCount: fake.body.count)
            buffer!.pointee = copy
            count!.pointee = UInt32(fake.body.count)
            capacity!.pointee = 8
        }
        table.SetEntity = { provider, buffer, count, _ in
            let fake = FakeObject<IReadEntityProvider, FakeExchange>.owner(provider)
            fake.body = Array(UnsafeRawBufferPointer(start: buffer, count: Int(count)))
            fake.events.append("entity \(count)")
        }
        return table
    }

    private static var customTable: ICustomNotificationProviderVtbl {
        var table = ICustomNotificationProviderVtbl()
        table.QueryNotificationType = {
            FakeObject<ICustomNotificationProvider, FakeExchange>.owner($0).lendWide("tidings")
        }
        return table
    }
}

/// Keeps the provider of one notification and looks at it in another.
private final class Keeping: OnSendResponse, OnLogRequest {
    private var provider: SendResponseProvider?

    func onSendResponse(_ context: HttpContext, _ provider: SendResponseProvider) -> NotificationStatus {
        self.provider = provider
        context.response.headers["During"] = "\(provider.flags)"
        return .continue
    }

    func onLogRequest(_ context: HttpContext) -> NotificationStatus {
        context.response.headers["After"] = "\(provider?.flags ?? 99)"
        return .continue
    }
}
