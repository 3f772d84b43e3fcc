import EventLoop
import HTTPCodec
import ModuleHost

/// From bytes to exchanges.
extension Connection {
    /// One head, one piece of body, from `position` on. False when nothing more can be done with what is here.
    func step(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Bool {
        switch state {
        case .head: return position < bytes.count && takesAnswers && decodeHead(bytes, &position)
        case .body: return decodeBody(bytes, &position)
        case .answer: return false
        case .discard: return discardBody(bytes, &position)
        case .proxyHeader: return takeProxyHeader(bytes, &position)
        case .refusedBody, .closing, .lingering, .closed:
            position = bytes.count
            return false
        }
    }

    private func decodeHead(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Bool {
        let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
        let decoder = partialHead ?? loop.takeDecoder()
        switch decoder.decode(rest.bytes) {
        case .needMore:
            // The clock of a head starts with its first byte, which an empty line before it is not.
            if !hasPartialHead, !decoder.isBetweenRequests {
                hasPartialHead = true
                waiting.since = loop.now
            }
            partialHead = decoder
            return false
        case .failure(let error):
            // It is not used again: what it has understood is no head.
            partialHead = nil
            hasPartialHead = false
            refuse(Refusal(error), line: refusedLine(decoder, rest), isHead: decoder.head.verb == .head)
            return false
        case .head:
            partialHead = nil
            hasPartialHead = false
            let began = begin(decoder, rest, &position)
            loop.giveBack(decoder)
            return began
        }
    }

    /// A head is complete: fill an exchange and start it.
    private func begin(_ decoder: HeadDecoder, _ rest: UnsafeRawBufferPointer, _ position: inout Int) -> Bool {
        let head = decoder.head
        guard loop.limits.bodyBytes == 0 || head.bodyLength <= loop.limits.bodyBytes else {
            refuse(
                bodyTooLarge, line: refusedLine(decoder, rest), headBytes: head.headLength, isHead: head.verb == .head)
            return false
        }
        let stream = loop.takeStream()
        guard let exchange = takeExchange(stream, head, rest.bytes) else {
            loop.giveBack(stream)
            refuse(
                Refusal(status: 503, detail: "no memory for one more request"), line: refusedLine(decoder, rest),
                headBytes: head.headLength, isHead: head.verb == .head)
            return false
        }
        stream.begin(exchange, on: self)
        stream.headBytes = head.headLength
        self.stream = stream
        if let fault = fill(exchange, decoder, head, rest) { return abandon(stream, exchange, head, Refusal(fault)) }
        position += head.headLength
        transition(.requestBegan(hasBody: head.hasBody))
        isEndAskedFor = !head.keepAlive
        stream.writer.begin(head, keepAlive: head.keepAlive && !loop.isDraining && mayContinue())
        if head.hasBody {
            let all = UnsafeRawBufferPointer(start: rest.baseAddress, count: rest.count)
            var used = head.headLength
            let fault = beginBody(head, stream, all, &used)
            position += used - head.headLength
            if let fault { return abandon(stream, exchange, head, fault) }
        }
        exchange.start()
        return true
    }

    /// An exchange that has the request line, or nil when there is no memory for one.
    private func takeExchange(_ stream: Stream, _ head: RequestHead, _ bytes: RawSpan) -> Exchange? {
        guard let exchange = loop.exchanges.take() else { return nil }
        let line = RequestLine(
            method: head.method.range, target: head.target.range, verb: UInt32(head.verb.rawValue),
            majorVersion: UInt16(head.majorVersion), minorVersion: UInt16(head.minorVersion))
        if exchange.begin(line, bytes: bytes.extracting(first: head.headLength), connection: client, carrier: stream) {
            return exchange
        }
        loop.exchanges.recycle(exchange)
        return nil
    }

    /// Refuses a request for which an exchange has been filled, and no module asked. Always false.
    private func abandon(_ stream: Stream, _ exchange: Exchange, _ head: RequestHead, _ refusal: Refusal) -> Bool {
        let line = RefusedLine(method: exchange.request.methodName, target: exchange.request.rawTarget)
        self.stream = nil
        exchange.abandon()
        loop.exchanges.recycle(exchange)
        stream.end()
        loop.giveBack(stream)
        refuse(refusal, line: line, headBytes: head.headLength, isHead: head.verb == .head)
        return false
    }

    /// Counts the request; false if it is the last that this connection may make.
    private func mayContinue() -> Bool {
        waiting.requests += 1
        return loop.limits.requestsPerConnection == 0 || waiting.requests < loop.limits.requestsPerConnection
    }

    /// Fills an exchange with what the head and trusted proxies say. The fault, if the URL has one.
    private func fill(
        _ exchange: Exchange, _ decoder: HeadDecoder, _ head: RequestHead, _ rest: UnsafeRawBufferPointer
    ) -> RequestError? {
        let bytes = rest.bytes
        let request = exchange.request
        for index in 0..<decoder.fieldCount {
            let field = decoder.field(at: index)
            request.add(name: field.name.range, value: field.value.range, knownID: Int(field.knownID))
        }
        // The authority of an absolute target overrides the Host field (RFC 9112, section 3.2.2), a trusted proxy's word both.
        if head.targetForm == .absolute { request.setHost(bytes.extracting(head.host.range)) }
        var hostLength = Int(head.host.length)
        var isSecure = false
        if loop.proxies.isUsed, let forwarded = forwarded(decoder, rest) {
            exchange.setForwarded(client: forwarded.client, isSecure: forwarded.isSecure)
            if let host = forwarded.host {
                hostLength = host.utf8.count
                request.setHost(host.utf8Span.span.bytes)
            }
            isSecure = forwarded.isSecure == true
        }
        if hostLength == 0 { hostLength = request.authority.utf8.count }
        // `*` and authority form have no path: the target itself stands for it.
        guard head.targetForm == .origin || head.targetForm == .absolute else { return nil }
        if let url = URLCooker.uncooked(head.path, of: bytes, hostLength: hostLength, isSecure: isSecure),
            case .received(let path) = url.path
        {
            request.setURL(path: path.range, query: url.query?.range)
            return nil
        }
        return cook(exchange, head, bytes, hostLength: hostLength, isSecure: isSecure)
    }

    private func cook(
        _ exchange: Exchange, _ head: RequestHead, _ bytes: RawSpan, hostLength: Int, isSecure: Bool
    ) -> RequestError? {
        var output = ByteBuffer()
        do throws(RequestError) {
            var cooked: CookedURL?
            try output.write(room: Int(head.path.length) + 1) { output throws(RequestError) in
                cooked = try URLCooker.cook(
                    head.path, of: bytes, hostLength: hostLength, isSecure: isSecure, into: &output)
            }
            switch cooked?.path {
            case .received(let path): exchange.request.setURL(path: path.range, query: cooked?.query?.range)
            case .written: exchange.request.setURL(cookedPath: output.bytes, query: cooked?.query?.range)
            case nil: break
            }
            return nil
        } catch {
            return error
        }
    }
}
