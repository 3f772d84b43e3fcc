import CSharedPage
import Supervision
import Testing

@Suite("BreadcrumbText")
struct BreadcrumbTextTests {
    @Test(
        "A call has the name of the method in the interface",
        arguments: [
            (0x1, false, false, "OnBeginRequest"),
            (0x1, true, false, "OnPostBeginRequest"),
            (0x80, false, false, "OnExecuteRequestHandler"),
            (0x800, true, false, "OnPostEndRequest"),
            (0x2000_0000, false, false, "OnSendResponse"),
            (0x1000_0000, false, false, "OnCustomRequestNotification"),
            (0x8000_0000, false, false, "OnMapPath"),
            (0x100, false, false, "OnReleaseRequestState"),
            (0x100, false, true, "OnGlobalPreBeginRequest"),
            (0x2_0000, false, true, "OnSuspendProcess"),
            (BreadcrumbCallGetHttpModule, false, false, "GetHttpModule"),
            (BreadcrumbCallTerminate, false, true, "Terminate"),
            (BreadcrumbCallAsyncCompletion, false, false, "OnAsyncCompletion"),
            (0x3, false, false, "notification 0x3"),
            (0x1, false, true, "global notification 0x1"),
        ] as [(UInt32, Bool, Bool, String)])
    func names(notification: UInt32, isPost: Bool, isGlobal: Bool, name: String) {
        let text = BreadcrumbText.methodName(notification: notification, isPost: isPost, isGlobal: isGlobal)
        #expect(text == name)
    }
}
