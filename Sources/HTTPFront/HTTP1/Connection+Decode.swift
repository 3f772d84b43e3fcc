import HTTPCodec
import ModuleHost
import NIOCore

/// From bytes to exchanges.
extension Connection {
    /// Goes on with what had to wait. Loop only.
    func decodeInput() {
        guard !isDecoding else { return }
        var bytes = input
        input = ByteBuffer()
        decodeInput(&bytes)
    }

    /// Takes what has arrived as far as it goes, and keeps the rest. Loop only.
    func decodeInput(_ bytes: inout ByteBuffer) {
        isDecoding = true
        while step(&bytes) {}
        isDecoding = false
        if bytes.readableBytes > 0 { keep(bytes) }
        if isInputClosed, exchange == nil, input.readableBytes == 0 || takesAnswers { closeAfterInput() }
        adjustReading()
    }

    private func keep(_ bytes: ByteBuffer) {
        if case .closing = phase { return }
        input = bytes
    }

    /// One head, one piece of body. False when nothing more can be done with what is here.
    private func step(_ bytes: inout ByteBuffer) -> Bool {
        switch phase {
        case .proxyHeader: takeProxyHeader(&bytes)
        case .head: bytes.readableBytes > 0 && exchange == nil && takesAnswers && decodeHead(&bytes)
        case .body: decodeBody(&bytes)
        case .discard(let taken): bytes.readableBytes > 0 && discardBody(&bytes, taken: taken)
        case .closing: false
        }
    }

    /// Whether there is room for one more answer. A client that sends requests and reads nothing has to wait with the next one
    /// until it has taken what it asked for before.
    var takesAnswers: Bool { piecesInChannel == 0 || channel.isWritable }

    private func decodeHead(_ bytes: inout ByteBuffer) -> Bool {
        switch decoder.decode(bytes.readableBytesSpan) {
        case .needMore:
            // The clock of a head starts with its first byte, which an empty line before it is not.
            if !hasPartialHead, !decoder.isBetweenRequests {
                hasPartialHead = true
                waiting.since = loop.now
            }
            return false
        case .failure(let error):
            refuse(Refusal(error), line: refusedLine(bytes))
            return false
        case .head: return begin(&bytes)
        }
    }

    /// A head is complete: fill an exchange and start it.
    private func begin(_ bytes: inout ByteBuffer) -> Bool {
        let head = decoder.head
        hasPartialHead = false
        headBytes = head.headLength
        guard loop.limits.bodyBytes == 0 || head.bodyLength <= loop.limits.bodyBytes else {
            refuse(bodyTooLarge, line: refusedLine(bytes))
            return false
        }
        guard let exchange = takeExchange(head, bytes.readableBytesSpan) else {
            refuse(
                Refusal(status: 503, detail: "no memory for one more request"),
                line: refusedLine(bytes))
            return false
        }
        if let fault = fill(exchange, head, bytes) { return abandon(exchange, Refusal(fault)) }
        bytes.moveReaderIndex(forwardBy: head.headLength)
        self.exchange = exchange
        writer.begin(head, keepAlive: head.keepAlive && !loop.isDraining && mayContinue())
        if head.hasBody, let fault = beginBody(head, exchange, &bytes) { return abandon(exchange, fault) }
        exchange.start()
        return true
    }

    /// An exchange that has the request line, or nil when there is no memory for one.
    private func takeExchange(_ head: RequestHead, _ bytes: RawSpan) -> Exchange? {
        guard let exchange = loop.exchanges.take() else { return nil }
        let line = RequestLine(
            method: head.method.range, target: head.target.range, verb: UInt32(head.verb.rawValue),
            majorVersion: UInt16(head.majorVersion), minorVersion: UInt16(head.minorVersion))
        if exchange.begin(line, bytes: bytes.extracting(first: head.headLength), connection: client, carrier: self) {
            return exchange
        }
        loop.exchanges.recycle(exchange)
        return nil
    }

    /// Refuses a request for which an exchange has been filled, and no module asked. Always false.
    private func abandon(_ exchange: Exchange, _ refusal: Refusal) -> Bool {
        self.exchange = nil
        let line = RefusedLine(method: exchange.request.methodName, target: exchange.request.rawTarget)
        exchange.abandon()
        loop.exchanges.recycle(exchange)
        refuse(refusal, line: line)
        return false
    }

    /// Counts the request; false if it is the last that this connection may make.
    private func mayContinue() -> Bool {
        waiting.requests += 1
        return loop.limits.requestsPerConnection == 0 || waiting.requests < loop.limits.requestsPerConnection
    }

    /// Fills an exchange with what the head and trusted proxies say. The fault, if the URL has one.
    private func fill(_ exchange: Exchange, _ head: RequestHead, _ buffer: ByteBuffer) -> RequestError? {
        let bytes = buffer.readableBytesSpan
        let request = exchange.request
        for index in 0..<decoder.fieldCount {
            let field = decoder.field(at: index)
            request.add(name: field.name.range, value: field.value.range, knownID: Int(field.knownID))
        }
        // The authority of an absolute target overrides the Host field (RFC 9112, section 3.2.2), a trusted proxy's word both.
        if head.targetForm == .absolute { request.setHost(bytes.extracting(head.host.range)) }
        var hostLength = Int(head.host.length)
        var isSecure = false
        if loop.proxies.isUsed, let forwarded = forwarded(buffer.readableBytesUInt8Span) {
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
        var output = ByteBufferAllocator().buffer(capacity: Int(head.path.length) + 1)
        do throws(RequestError) {
            var cooked: CookedURL?
            try output.writeWithOutputRawSpan(minimumWritableBytes: Int(head.path.length) + 1) {
                output throws(RequestError) in
                cooked = try URLCooker.cook(
                    head.path, of: bytes, hostLength: hostLength, isSecure: isSecure, into: &output)
            }
            switch cooked?.path {
            case .received(let path): exchange.request.setURL(path: path.range, query: cooked?.query?.range)
            case .written:
                exchange.request.setURL(cookedPath: output.readableBytesSpan, query: cooked?.query?.range)
            case nil: break
            }
            return nil
        } catch {
            return error
        }
    }

    // MARK: Reading

    /// Reads from the socket only while there is a place for what comes.
    func adjustReading() {
        let isFull: Bool
        switch phase {
        case .body: isFull = exchange?.entity?.hasRoom == false
        case .head: isFull = (exchange != nil || !takesAnswers) && input.readableBytes > 0
        case .discard, .closing, .proxyHeader: isFull = false
        }
        if isFull { pauseReading() } else { resumeReading() }
    }

    /// The client will send nothing more; it may still read.
    func inputClosed() {
        isInputClosed = true
        if case .closing = phase { return closeWhenIdle() }
        // What has been received is handled first; only behind it a body that is incomplete breaks off.
        decodeInput()
        if exchange != nil, input.readableBytes == 0 { client.inputEnded() }
    }

    /// Everything that can be answered has been. What is left, if anything, is a piece of a request whose rest will not come.
    private func closeAfterInput() {
        if case .closing = phase { return }
        closeAfterOutput()
    }

    /// The client has closed its side while the connection lingers: nothing is left to wait for.
    private func closeWhenIdle() {
        if piecesInChannel == 0, exchange == nil { channel.close(promise: nil) }
    }
}
