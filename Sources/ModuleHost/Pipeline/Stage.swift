/// The twelve stages of an exchange, in order. Each runs `On…` for all its subscribers and then `OnPost…`.
///
/// The raw value is the position; bit and slot of the contract follow from it.
package enum Stage: Int, CaseIterable, Sendable {
    /// The exchange has begun. Rewriting, filtering, tracing.
    case beginRequest
    /// Who is asking? Afterwards the host sets the anonymous user if no module set one.
    case authenticateRequest
    /// May they?
    case authorizeRequest
    /// Is the answer already known?
    case resolveRequestCache
    /// Which handler will answer?
    case mapRequestHandler
    /// Load what earlier requests left.
    case acquireRequestState
    /// The last look before the handler.
    case preExecuteRequestHandler
    /// Make the response: subscribers are tried in order until one has handled the request. Afterwards 404 if nobody did.
    case executeRequestHandler
    /// Store what later requests need; filter the response.
    case releaseRequestState
    /// Keep the answer for others.
    case updateRequestCache
    /// Always runs, also after FINISH_REQUEST.
    case logRequest
    /// Always runs, and comes last; afterwards the response is sent.
    case endRequest

    /// The RQ_ bit.
    package var bit: UInt32 { 1 << UInt32(rawValue) }

    /// The slot of `On…` in CHttpModule; `OnPost…` is the next one.
    package var slot: Int { rawValue * 2 }

    package init?(bit: UInt32) {
        guard bit != 0, bit & (bit - 1) == 0 else { return nil }
        self.init(rawValue: bit.trailingZeroBitCount)
    }

    /// The mask of all twelve.
    package static let allBits: UInt32 = 0xFFF

    /// The name without `On` and `OnPost`, e.g. `BeginRequest`.
    package var name: String {
        switch self {
        case .beginRequest: "BeginRequest"
        case .authenticateRequest: "AuthenticateRequest"
        case .authorizeRequest: "AuthorizeRequest"
        case .resolveRequestCache: "ResolveRequestCache"
        case .mapRequestHandler: "MapRequestHandler"
        case .acquireRequestState: "AcquireRequestState"
        case .preExecuteRequestHandler: "PreExecuteRequestHandler"
        case .executeRequestHandler: "ExecuteRequestHandler"
        case .releaseRequestState: "ReleaseRequestState"
        case .updateRequestCache: "UpdateRequestCache"
        case .logRequest: "LogRequest"
        case .endRequest: "EndRequest"
        }
    }
}
