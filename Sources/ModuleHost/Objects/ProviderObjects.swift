import CModuleABI
import CModuleBorder
import ModuleInterfaces

/// IHttpEventProvider: handed to the notifications that have no provider of their own.
final class HttpEventProviderObject: HttpEventProviderInterface {
    /// Set once, right after both have been made.
    unowned(unsafe) var exchange: Exchange!

    func setErrorStatus(_ result: HRESULT) { exchange.errorStatus = result }
}

/// IAuthenticationProvider: handed to OnAuthenticateRequest.
final class AuthenticationProviderObject: AuthenticationProviderInterface {
    /// Set once, right after both have been made.
    unowned(unsafe) var exchange: Exchange!

    func setErrorStatus(_ result: HRESULT) { exchange.errorStatus = result }

    /// Takes over the caller's reference; the user set before loses its own. NULL leaves it to other modules.
    func setUser(_ user: UnsafeMutablePointer<IHttpUser>?) {
        guard let user = HttpUserReference(user) else { return }
        exchange.user?.dereference()
        exchange.user = user
    }
}

/// IMapHandlerProvider: handed to OnMapRequestHandler.
final class MapHandlerProviderObject: MapHandlerProviderInterface {
    /// Set once, right after both have been made.
    unowned(unsafe) var exchange: Exchange!

    func setErrorStatus(_ result: HRESULT) { exchange.errorStatus = result }

    /// Accepted and without effect, as the API's documentation calls it unsupported.
    func setScriptName(_ name: UnsafePointer<WCHAR>?, _ count: DWORD) -> HRESULT { HResult.ok }

    /// Accepted and without effect, as the API's documentation calls it unsupported.
    func setFileInfo(_ info: UnsafeMutablePointer<IHttpFileInfo>?) {}

    /// Without effect while the host has no handler mappings: every subscriber of EXECUTE_REQUEST_HANDLER is tried.
    func setScriptMap(_ map: UnsafeMutablePointer<IScriptMapInfo>?) {}
}

/// IPreBeginRequestProvider: handed to OnGlobalPreBeginRequest.
final class PreBeginRequestProviderObject: PreBeginRequestProviderInterface {
    /// Set once, right after both have been made.
    unowned(unsafe) var exchange: Exchange!

    func setErrorStatus(_ result: HRESULT) { exchange.errorStatus = result }

    func getHttpContext() -> UnsafeMutablePointer<IHttpContext>? {
        exchange.pointer(.context).assumingMemoryBound(to: IHttpContext.self)
    }
}

/// ISendResponseProvider: handed to OnSendResponse, on the stack of whoever pushes response data.
final class SendResponseProviderObject: SendResponseProviderInterface {
    /// Set once, right after both have been made.
    unowned(unsafe) var exchange: Exchange!
    /// HTTP_SEND_RESPONSE_FLAG_…
    var flags: DWORD = 0
    var headersBeingSent = false

    /// Close the connection after the response.
    static let disconnectFlag: DWORD = HTTP_SEND_RESPONSE_FLAG_DISCONNECT
    /// This is not the last push.
    static let moreDataFlag: DWORD = HTTP_SEND_RESPONSE_FLAG_MORE_DATA

    func setErrorStatus(_ result: HRESULT) { exchange.errorStatus = result }
    func getHeadersBeingSent() -> BOOL { headersBeingSent ? 1 : 0 }
    func getFlags() -> DWORD { flags }
    func setFlags(_ flags: DWORD) { self.flags = flags }
    func getReadyToLogData() -> BOOL { flags & Self.moreDataFlag == 0 ? 1 : 0 }
}

/// IHttpCompletionInfo2: handed to OnAsyncCompletion and to completion callbacks.
final class HttpCompletionInfoObject: HttpCompletionInfoInterface {
    var bytes: DWORD = 0
    var status: HRESULT = 0
    var operation: DWORD = 0

    func getCompletionBytes() -> DWORD { bytes }
    func getCompletionStatus() -> HRESULT { status }
    func getCompletedOperation() -> DWORD { operation }
}

/// IModuleAllocator: memory that lives as long as the exchange.
final class ModuleAllocatorObject: ModuleAllocatorInterface {
    private unowned(unsafe) let arena: Arena
    init(arena: Arena) { self.arena = arena }

    func allocateMemory(_ count: DWORD) -> UnsafeMutableRawPointer? { arena.allocate(Int(count)) }
}
