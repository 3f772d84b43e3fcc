import CModuleABI
package import Executors
import HostLog
import ModuleInterfaces
import Synchronization

/// Pushing the response: OnSendResponse in inverted order, then the carrier.
extension Exchange {
    /// Raises OnSendResponse and hands everything that has been written to the carrier. `more` is false for the last push.
    /// Returns the entity bytes sent, nil if the client is gone. With a `reason` it may wait for the client, where that is allowed.
    /// `mayKeep` at the end of the walk only: large pieces may be sent from where they are after this has returned.
    func push(more: Bool, waits reason: Disqualification? = nil, mayKeep: Bool = false) -> Int? {
        var isLast = !raiseSendResponse(more: more)
        if response.needsReview { isLast = !reviewResponse() || isLast }
        let sent: Int?
        if let reason, canWait {
            sent = sendWaiting(more: !isLast, reason)
        } else {
            sent = carrier?.send(self, more: !isLast, waits: nil, mayKeep: mayKeep && isLast)
        }
        let isKept = mayKeep && isLast && carrier?.isKeeping == true
        response.noteSent(isLast: isLast, keepsEntity: isKept)
        if isKept { state.isAwaitingOutput = true }
        return sent
    }

    @inline(never)
    private func sendWaiting(more: Bool, _ reason: Disqualification) -> Int? {
        CallMark.waitingForClient { carrier?.send(self, more: more, waits: reason, mayKeep: false) }
    }

    /// From this size on an entity is not copied when its client does not take it at once.
    private static let keptSize: UInt64 = 64 * 1024

    /// What is left goes out when the walk is over.
    func sendLast() {
        guard !response.isLastSent else { return }
        if !response.isHeadSent {
            if state.hasBody { answerBodyRefusal() }
            addErrorBody()
        }
        _ = push(more: false, mayKeep: response.unsentBytes >= Self.keptSize)
    }

    /// Whether more is to come, by what is known before and what the modules say.
    private func raiseSendResponse(more: Bool) -> Bool {
        guard state.route.hasSendResponse, !state.isRefused else { return more }
        let provider = objects.sendResponseProvider
        provider.flags = more ? SendResponseProviderObject.moreDataFlag : 0
        if response.needsDisconnect { provider.flags |= SendResponseProviderObject.disconnectFlag }
        provider.headersBeingSent = !response.isHeadSent
        state.isSendingResponse = true
        let outer = (state.module, state.step)
        for index in pipeline.sendResponse.indices { deliverSendResponse(index) }
        (state.module, state.step) = outer
        state.isSendingResponse = false
        if provider.flags & SendResponseProviderObject.disconnectFlag != 0 { response.disconnectAfterwards() }
        return more && provider.flags & SendResponseProviderObject.moreDataFlag != 0
    }

    private func deliverSendResponse(_ index: Int) {
        let verdict = deliverNested(pipeline.sendResponse.address(index), pipeline.sendResponse.call(index))
        guard verdict == Verdict.pending else { return }
        host.reportMisuse(
            currentModule,
            "module \"\(currentModule?.name ?? "")\" returned PENDING from OnSendResponse, which cannot wait; it counts as CONTINUE",
            exchange: requestID)
    }

    // MARK: Waiting for the client

    /// On a loop output never waits: what the socket does not take is queued. Beyond the first limit the module moves
    /// to the pool from the next walk on, or, with `--execution NAME=inline`, its write is refused. Beyond the second
    /// limit the client is disconnected.
    private static let loopQueueLimit = 1024 * 1024
    private static let floodLimit = 64 * 1024 * 1024

    /// Whether more output may be queued without waiting.
    var mayQueueOutput: Bool {
        guard isOnLoop, let backlog = carrier?.backlog, backlog > Self.loopQueueLimit, let call = currentCall else {
            return true
        }
        guard !host.policy.isBoundToLoop(call.module) else { return false }
        host.policy.disqualify(call, .flushed)
        guard backlog > Self.floodLimit else { return true }
        host.notices.log(.flood(module: call.module), level: .warning) {
            """
            module "\(currentModule?.name ?? "")" wrote more than \(Self.floodLimit >> 20) MiB on an event loop, faster than its \
            client reads; the client was disconnected, and the module runs on the thread pool from now on
            """
        }
        carrier?.abort()
        return false
    }

    private var canWait: Bool { state.isPending ? !CallMark.isOnLoop : state.executor == .pool }

    private var currentCall: ModuleCall? {
        guard let module = currentModule, let notification = state.notification else { return nil }
        return ModuleCall(
            module: module.index, notification: notification.bit,
            flags: notification.isPost ? CallMark.isPostFlag : 0)
    }

    /// Whether the client has not taken all yet.
    var hasBacklog: Bool { (carrier?.backlog ?? 0) > 0 }

    /// A synchronous push waits, where that is allowed, until the client has taken most of it.
    func waitForOutput(for reason: Disqualification) -> Int32 {
        guard let carrier, carrier.backlog > 0 else { return HResult.ok }
        guard mayWait(for: reason) else { return HResult.ok }
        return CallMark.waitingForClient { carrier.waitForOutput() } ? HResult.ok : HResult.networkNameDeleted
    }

    /// Whether this thread may wait for the client. A module that has to on the pool does not earn the loop again.
    package func mayWait(for reason: Disqualification) -> Bool {
        guard canWait else { return false }
        if !state.isPending, let call = currentCall { host.policy.disqualify(call, reason) }
        return true
    }

    /// Whether this thread may wait for the body of the request. The call does not count then, neither for nor against
    /// the module: where the body is not here, a walk does not begin on a loop.
    func mayWaitForBody() -> Bool {
        guard canWait else { return false }
        state.bodyWaits &+= 1
        return true
    }

    // MARK: A body that was refused

    private func answerBodyRefusal() {
        let status = bodyRefusal.load(ordering: .acquiring)
        guard status != 0 else { return }
        response.removeContent()
        response.setHostStatus(UInt16(status), reason: Self.refusalReason(status))
    }

    private static func refusalReason(_ status: UInt32) -> String {
        switch status {
        case 408: "Request Timeout"
        case 413: "Content Too Large"
        case 431: "Request Header Fields Too Large"
        default: "Bad Request"
        }
    }
}
