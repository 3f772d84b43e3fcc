import CModuleABI
import ModuleKit
import Testing

private struct Doorkeeper: OnAuthenticateRequest {
    func onAuthenticateRequest(
        _ context: HttpContext, _ provider: AuthenticationProvider
    ) throws -> NotificationStatus {
        try provider.setUser("jürgen", method: "Basic", roles: ["gardener"])
        context.response.headers["Hello"] = context.userName
        return .continue
    }
}

@Suite("AuthenticationProvider")
struct AuthenticationProviderTests {
    @Test("The user that a module sets answers the host in wide text and lives by its references")
    func user() throws {
        let registration = FakeRegistration()
        #expect(registration.register(Doorkeeper.self) == 0)
        #expect(registration.notifications == RQ_AUTHENTICATE_REQUEST)
        let exchange = FakeExchange()
        exchange.begin(registration)
        #expect(exchange.callAuthenticate() == 0)
        #expect(exchange.responseHeaders["Hello"] == "jürgen")

        let user = try #require(exchange.user)
        let table = user.pointee.lpVtbl.pointee
        #expect(fakeText(try #require(table.GetUserName(user))) == "jürgen")
        #expect(fakeText(try #require(table.GetRemoteUserName(user))) == "jürgen")
        #expect(fakeText(try #require(table.GetAuthenticationType(user))) == "Basic")
        #expect(fakeText(try #require(table.GetPassword(user))) == "")
        #expect(table.GetImpersonationToken(user) == nil)
        #expect(table.GetPrimaryToken(user) == nil)
        #expect(table.SupportsIsInRole(user) == 1)
        var isInRole: Int32 = 7
        #expect(table.IsInRole(user, exchange.lendWide("gardener"), &isInRole) == 0)
        #expect(isInRole == 1)
        #expect(table.IsInRole(user, exchange.lendWide("king"), &isInRole) == 0)
        #expect(isInRole == 0)
        #expect(table.IsInRole(user, nil, &isInRole) == ResultCode.invalidArgument.rawValue)
        #expect(table.GetUserVariable(user, "SID") == nil)

        table.ReferenceUser(user)
        table.DereferenceUser(user)
        #expect(fakeText(try #require(table.GetUserName(user))) == "jürgen")
        table.DereferenceUser(user)
        exchange.end()
        registration.terminate()
    }
}
