import CModuleABI

/// The base of the objects of an exchange that answer modules from it. What they answer is in extensions, in Objects.
///
/// Used only by the thread that has the exchange.
package class ExchangeObject {
    /// The exchange that it belongs to, not retained: the exchange owns it. Set once, when the exchange has been made.
    unowned(unsafe) private(set) final var exchange: Exchange!

    /// It belongs to `exchange` from now on. Called once, by the exchange, before any module sees the object.
    final func attach(to exchange: Exchange) { self.exchange = exchange }
}

/// What modules say about caching the response. Kept for cache modules; the host itself caches nothing.
final class HttpCachePolicyObject: ExchangeObject {
    struct Content {
        var varyByHeaders: String?
        var varyByQueryStrings: String?
        var varyByValue: String?
        var isUserCacheOn = true
        var isServedFromCache = false
        var hasKernelInvalidator = false
        var mustUpdate = false
    }

    var content = Content() { didSet { isTouched = true } }
    private var isTouched = false

    /// Ready for the next exchange.
    func reset() {
        guard isTouched else { return }
        content = Content()
        isTouched = false
    }
}

/// What OnSendResponse is told of the push that raised it, and what subscribers say to it.
final class SendResponseProviderObject: ExchangeObject {
    /// HTTP_SEND_RESPONSE_FLAG_…
    var flags: DWORD = 0
    var headersBeingSent = false

    /// Close the connection after the response.
    static let disconnectFlag: DWORD = HTTP_SEND_RESPONSE_FLAG_DISCONNECT
    /// This is not the last push.
    static let moreDataFlag: DWORD = HTTP_SEND_RESPONSE_FLAG_MORE_DATA
}

/// What an operation has come to that a module began.
final class HttpCompletionInfoObject: ExchangeObject {
    var bytes: DWORD = 0
    var status: HRESULT = 0
    var operation: DWORD = 0
}
