import HTTPCodec
import HostLog
import ModuleHost

/// What a connection waits for, and since when, in ticks of its loop (about a second each).
struct Waiting {
    /// When the wait for the next request, or for the rest of its head, began.
    var since: Int64 = 0
    /// A first request has been answered: the connection is kept alive.
    var isKeptAlive = false
    /// Requests that have begun on the connection.
    var requests = 0
    /// What the output that waits for the client was when it was last looked at, and since when it has been that.
    var held: Int?
    var heldSince: Int64 = 0
}

/// The limits in time. A loop looks at all its connections once a second: that is exact enough, and costs a request nothing.
extension Connection {
    /// Seconds over which the rate of a body is measured.
    static let rateWindow: Int64 = 5

    /// Called by the loop about once a second.
    func checkDeadlines(now: Int64) {
        guard state != .closed else { return }
        checkOutput(now)
        switch state {
        case .head, .proxyHeader: checkHead(now)
        case .body:
            guard let stream else { return }
            if isTooSlow(&stream.body, isAwaited: stream.isBodyOnItsWay, now) { giveUpBody(bodyTooSlow) }
        case .discard:
            guard let discarded else { return }
            if isTooSlow(&discarded.progress, isAwaited: true, now) { closeAfterOutput() }
        case .lingering: if now - waiting.since > Self.lingerTicks { close() }
        case .answer, .refusedBody, .closing, .closed: break
        }
    }

    private func checkHead(_ now: Int64) {
        // The client has to take its answers first, which has a limit of its own.
        guard takesAnswers else { return waiting.since = now }
        let limits = loop.limits
        if hasInput, hasPartialHead || state == .proxyHeader {
            guard now - waiting.since > limits.headSeconds else { return }
            let line = partialHead.flatMap { refusedLine($0, partialInput) }
            return refuse(
                Refusal(status: 408, detail: "the head did not arrive within \(limits.headSeconds) seconds"),
                line: line,
                isHead: partialHead?.head.verb == .head)
        }
        // No request has begun, so there is nothing to answer.
        let limit = waiting.isKeptAlive ? limits.idleSeconds : limits.headSeconds
        if now - waiting.since > limit { closeAfterOutput() }
    }

    /// A body must come at a certain rate while there is room for it; a module that does not read stops the clock.
    private func isTooSlow(_ body: inout BodyProgress, isAwaited: Bool, _ now: Int64) -> Bool {
        guard loop.limits.bodyBytesPerSecond > 0, !isInputClosed else { return false }
        guard isAwaited, !hasInput, isInputTaken else {
            body.restart(now)
            return false
        }
        let elapsed = now - body.seen
        guard elapsed >= Self.rateWindow else { return false }
        let received = body.bytes - body.bytesSeen
        body.restart(now)
        return received / UInt64(elapsed) < UInt64(loop.limits.bodyBytesPerSecond)
    }

    private var bodyTooSlow: Refusal {
        Refusal(
            status: 408, detail: "the body came more slowly than \(loop.limits.bodyBytesPerSecond) bytes a second")
    }

    /// The client takes nothing of what waits for it.
    private func checkOutput(_ now: Int64) {
        if outbox.hasShortenedFile() { return withTurn { fail(.shortenedFile) } }
        // A number that changes whenever the client takes something, if anything waits for it.
        let held = outbox.waitingMark
        if held == nil || held != waiting.held {
            waiting.held = held
            waiting.heldSince = now
        } else if now - waiting.heldSince > loop.limits.writeSeconds {
            loop.host.notices.log(.slowClient, level: .info, metadata: ["client": "\(client.remote.host)"]) {
                "a client took nothing of its response for \(loop.limits.writeSeconds) seconds and was disconnected"
            }
            reset()
        }
    }
}
