import CModuleABI
import CModuleBorder
import ModuleInterfaces

/// IHttpEventProvider: handed to the notifications that have no provider of their own.
final class HttpEventProviderObject: ExchangeObject, HttpEventProviderInterface {
    func setErrorStatus(_ result: HRESULT) { exchange.noteErrorStatus(result) }
}

/// IAuthenticationProvider: handed to OnAuthenticateRequest.
final class AuthenticationProviderObject: ExchangeObject, AuthenticationProviderInterface {
    func setErrorStatus(_ result: HRESULT) { exchange.noteErrorStatus(result) }

    /// Takes over the caller's reference. NULL leaves it to other modules.
    func setUser(_ user: UnsafeMutablePointer<IHttpUser>?) {
        guard let user = HttpUserReference(user) else { return }
        exchange.setUser(user)
    }
}

/// IMapHandlerProvider: handed to OnMapRequestHandler.
final class MapHandlerProviderObject: ExchangeObject, MapHandlerProviderInterface {
    func setErrorStatus(_ result: HRESULT) { exchange.noteErrorStatus(result) }

    /// Accepted and without effect, as the API's documentation calls it unsupported.
    func setScriptName(_ name: UnsafePointer<WCHAR>?, _ count: DWORD) -> HRESULT { HResult.ok }

    /// Accepted and without effect, as the API's documentation calls it unsupported.
    func setFileInfo(_ info: UnsafeMutablePointer<IHttpFileInfo>?) {}

    /// Without effect: the handler is the one that the configuration has for the request.
    func setScriptMap(_ map: UnsafeMutablePointer<IScriptMapInfo>?) {}
}

/// IPreBeginRequestProvider: handed to OnGlobalPreBeginRequest.
final class PreBeginRequestProviderObject: ExchangeObject, PreBeginRequestProviderInterface {
    func setErrorStatus(_ result: HRESULT) { exchange.noteErrorStatus(result) }

    func getHttpContext() -> UnsafeMutablePointer<IHttpContext>? {
        exchange.pointer(.context).assumingMemoryBound(to: IHttpContext.self)
    }
}

/// ISendResponseProvider: handed to OnSendResponse, within the call that pushes response data.
extension SendResponseProviderObject: SendResponseProviderInterface {
    func setErrorStatus(_ result: HRESULT) { exchange.noteErrorStatus(result) }
    func getHeadersBeingSent() -> BOOL { headersBeingSent ? 1 : 0 }
    func getFlags() -> DWORD { flags }
    func setFlags(_ flags: DWORD) { self.flags = flags }
    func getReadyToLogData() -> BOOL { flags & Self.moreDataFlag == 0 ? 1 : 0 }
}

/// IHttpCompletionInfo2: handed to OnAsyncCompletion and to completion callbacks.
extension HttpCompletionInfoObject: HttpCompletionInfoInterface {
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
