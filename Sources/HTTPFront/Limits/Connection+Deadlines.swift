import HTTPCodec
import HostLog
import ModuleHost
import NIOCore

/// What a connection waits for, and since when, in ticks of its loop (about a second each).
struct Waiting {
    /// When the wait for the next request, or for the rest of its head, began.
    var since: Int64 = 0
    /// A first request has been answered: the connection is kept alive.
    var isKeptAlive = false
    /// Requests that have begun on the connection.
    var requests = 0
    /// Bytes of the body so far.
    var bodyBytes: UInt64 = 0
    /// Bytes of the body when the rate was last looked at, and when that was.
    var bodyBytesSeen: UInt64 = 0
    var bodySeen: Int64 = 0
    /// What the output that waits for the client was when it was last looked at, and since when it has been that.
    var held: Int?
    var heldSince: Int64 = 0
}

/// The limits in time. A loop looks at all its connections once a second: that is exact enough, and costs a request nothing.
extension Connection {
    /// Seconds over which the rate of a body is measured.
    private static let rateWindow: Int64 = 5

    /// Called by the loop about once a second.
    func checkDeadlines(now: Int64) {
        checkOutput(now)
        switch phase {
        case .head, .proxyHeader: checkHead(now)
        case .body: checkBody(now)
        case .discard: checkBody(now)
        case .closing: break
        }
    }

    private func checkHead(_ now: Int64) {
        guard exchange == nil else { return }
        // The client has to take its answers first, which has a limit of its own.
        guard takesAnswers else { return waiting.since = now }
        let limits = loop.limits
        if input.readableBytes > 0, hasPartialHead || isProxyHeaderDue {
            guard now - waiting.since > limits.headSeconds else { return }
            return refuse(
                Refusal(status: 408, detail: "the head did not arrive within \(limits.headSeconds) seconds"),
                line: refusedLine(input))
        }
        // No request has begun, so there is nothing to answer.
        let limit = waiting.isKeptAlive ? limits.idleSeconds : limits.headSeconds
        if now - waiting.since > limit { closeAfterOutput() }
    }

    private var isProxyHeaderDue: Bool { if case .proxyHeader = phase { true } else { false } }

    /// A body must come at a certain rate while there is room for it; a module that does not read stops the clock.
    private func checkBody(_ now: Int64) {
        guard loop.limits.bodyBytesPerSecond > 0, !isInputClosed else { return }
        guard !isReadPaused, !expectsContinue.load(ordering: .relaxed), !wasNotAsked.load(ordering: .relaxed) else {
            waiting.bodySeen = now
            waiting.bodyBytesSeen = waiting.bodyBytes
            return
        }
        let elapsed = now - waiting.bodySeen
        guard elapsed >= Self.rateWindow else { return }
        let received = waiting.bodyBytes - waiting.bodyBytesSeen
        waiting.bodySeen = now
        waiting.bodyBytesSeen = waiting.bodyBytes
        guard received < UInt64(loop.limits.bodyBytesPerSecond) * UInt64(elapsed) else { return }
        giveUpBody(
            Refusal(
                status: 408, detail: "the body came more slowly than \(loop.limits.bodyBytesPerSecond) bytes a second"))
    }

    private var bytesInChannel: Int { (try? channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 1 }

    /// The client takes nothing of what waits for it.
    private func checkOutput(_ now: Int64) {
        if !filesInChannel.isEmpty, isFileCutOff {
            loop.host.notices.log(.shortenedFile, level: .warning, metadata: ["client": "\(client.remote.host)"]) {
                "a file became shorter while it was sent; the client was disconnected"
            }
            return abort()
        }
        // A number that changes whenever the client takes something, if anything waits for it.
        let held = piecesInChannel > 0 ? bytesInChannel : directOutput.waitingMark
        if held == nil || held != waiting.held {
            waiting.held = held
            waiting.heldSince = now
        } else if now - waiting.heldSince > loop.limits.writeSeconds {
            loop.host.notices.log(.slowClient, level: .info, metadata: ["client": "\(client.remote.host)"]) {
                "a client took nothing of its response for \(loop.limits.writeSeconds) seconds and was disconnected"
            }
            abort()
        }
    }
}
