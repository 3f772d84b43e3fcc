import HTTPCodec
import ModuleHost
import NIOCore

/// From bytes to exchanges.
extension Connection {
    /// Goes on with what had to wait. Loop only.
    func process() {
        guard !isProcessing else { return }
        var bytes = input
        input = ByteBuffer()
        process(&bytes)
    }

    /// Takes what has arrived as far as it goes, and keeps the rest. Loop only.
    func process(_ bytes: inout ByteBuffer) {
        isProcessing = true
        while step(&bytes) {}
        isProcessing = false
        if bytes.readableBytes > 0 { keep(bytes) }
        if isInputClosed, exchange == nil { closeAfterInput() }
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
        case .head: bytes.readableBytes > 0 && exchange == nil && decodeHead(&bytes)
        case .body: decodeBody(&bytes)
        case .discard(let taken): bytes.readableBytes > 0 && discardBody(&bytes, taken: taken)
        case .closing: false
        }
    }

    private func decodeHead(_ bytes: inout ByteBuffer) -> Bool {
        switch decoder.decode(bytes.readableBytesSpan) {
        case .needMore:
            // The clock of a head starts with its first byte.
            if !hasPartialHead {
                hasPartialHead = true
                waiting.since = loop.now
            }
            return false
        case .failure(let error):
            refuse(error)
            return false
        case .head: return begin(&bytes)
        }
    }

    /// A head is complete: fill an exchange and start it.
    private func begin(_ bytes: inout ByteBuffer) -> Bool {
        let head = decoder.head
        hasPartialHead = false
        guard loop.limits.bodyBytes == 0 || head.bodyLength <= loop.limits.bodyBytes else {
            refuse(
                status: 413, reason: "Content Too Large",
                detail: "a body may have \(loop.limits.bodyBytes) bytes at most")
            return false
        }
        guard let exchange = loop.exchanges.take() else {
            refuse(status: 503, reason: "Service Unavailable")
            return false
        }
        guard fill(exchange, head, bytes.readableBytesSpan) else { return false }
        if loop.proxies.isUsed { applyForwarded(exchange, bytes.readableBytesUInt8Span) }
        bytes.moveReaderIndex(forwardBy: head.headLength)
        headBytes = head.headLength
        self.exchange = exchange
        writer.begin(head, keepAlive: head.keepAlive && !loop.isDraining && mayContinue())
        if head.hasBody { beginBody(head, exchange, &bytes) }
        exchange.start()
        return true
    }

    /// Counts the request; false if it is the last that this connection may make.
    private func mayContinue() -> Bool {
        waiting.requests += 1
        return loop.limits.requestsPerConnection == 0 || waiting.requests < loop.limits.requestsPerConnection
    }

    private func fill(_ exchange: Exchange, _ head: RequestHead, _ bytes: RawSpan) -> Bool {
        let line = RequestLine(
            method: head.method.range, target: head.target.range, verb: UInt32(head.verb.rawValue),
            majorVersion: UInt16(head.majorVersion), minorVersion: UInt16(head.minorVersion))
        guard exchange.begin(line, bytes: bytes.extracting(first: head.headLength), connection: client, carrier: self)
        else {
            loop.exchanges.recycle(exchange)
            refuse(status: 503, reason: "Service Unavailable")
            return false
        }
        let request = exchange.request
        for index in 0..<decoder.fieldCount {
            let field = decoder.field(at: index)
            request.add(name: field.name.range, value: field.value.range, knownID: Int(field.knownID))
        }
        // `*` and authority form have no path: the target itself stands for it.
        guard head.targetForm == .origin || head.targetForm == .absolute else { return true }
        if let url = URLCooker.uncooked(
            head.path, of: bytes, hostLength: Int(head.host.length), isSecure: head.isSecureTarget),
            case .received(let path) = url.path
        {
            request.setURL(path: path.range, query: url.query?.range)
            return true
        }
        return cook(exchange, head, bytes)
    }

    private func cook(_ exchange: Exchange, _ head: RequestHead, _ bytes: RawSpan) -> Bool {
        var output = ByteBufferAllocator().buffer(capacity: Int(head.path.length) + 1)
        do throws(RequestError) {
            var cooked: CookedURL?
            try output.writeWithOutputRawSpan(minimumWritableBytes: Int(head.path.length) + 1) {
                output throws(RequestError) in
                cooked = try URLCooker.cook(
                    head.path, of: bytes, hostLength: Int(head.host.length), isSecure: head.isSecureTarget,
                    into: &output)
            }
            switch cooked?.path {
            case .received(let path): exchange.request.setURL(path: path.range, query: cooked?.query?.range)
            case .written:
                exchange.request.setURL(cookedPath: output.readableBytesSpan, query: cooked?.query?.range)
            case nil: break
            }
            return true
        } catch {
            exchange.abandon()
            loop.exchanges.recycle(exchange)
            refuse(error)
            return false
        }
    }

    // MARK: Bodies

    private func beginBody(_ head: RequestHead, _ exchange: Exchange, _ bytes: inout ByteBuffer) {
        if case .length(let length) = head.framing {
            _ = exchange.expectBody(length: length)
        } else {
            _ = exchange.expectBody(length: nil)
        }
        bodyDecoder = BodyDecoder(head.framing, limits: loop.limits.head)
        phase = .body
        waiting.bodyBytes = 0
        waiting.bodyBytesSeen = 0
        waiting.bodySeen = loop.now
        expectsContinue.store(head.expectsContinue, ordering: .relaxed)
        // What has come with the head counts as here when the executor is chosen.
        while case .body = phase, decodeBody(&bytes) {}
    }

    /// Hands on what belongs to the body of the current exchange. Also called with nothing at hand: a body of known length
    /// ends with its last byte.
    private func decodeBody(_ bytes: inout ByteBuffer) -> Bool {
        guard let entity = exchange?.entity, entity.hasRoom else { return false }
        switch bodyDecoder.decode(bytes.readableBytesSpan) {
        case .data(let range):
            waiting.bodyBytes += UInt64(range.count)
            // A chunked body tells its length only as it comes.
            guard loop.limits.bodyBytes == 0 || waiting.bodyBytes <= loop.limits.bodyBytes else {
                giveUpBody(status: 413)
                return false
            }
            _ = entity.append(bytes.readableBytesSpan.extracting(range))
            bytes.moveReaderIndex(forwardBy: range.upperBound)
            return true
        case .needMore(let consumed):
            bytes.moveReaderIndex(forwardBy: consumed)
            if isInputClosed { entity.breakOff() }
            return false
        case .end(let consumed):
            bytes.moveReaderIndex(forwardBy: consumed)
            phase = .head
            entity.finish()
            return true
        case .failure:
            // The client broke the framing half-way: no response can be trusted to be understood.
            entity.breakOff()
            writer.forbidKeepAlive()
            phase = .closing
            return false
        }
    }

    /// Takes the rest of a body that nobody reads, up to a limit.
    private func discardBody(_ bytes: inout ByteBuffer, taken: Int) -> Bool {
        switch bodyDecoder.decode(bytes.readableBytesSpan) {
        case .data(let range):
            bytes.moveReaderIndex(forwardBy: range.upperBound)
            waiting.bodyBytes += UInt64(range.count)
            guard taken + range.count <= Self.discardLimit else {
                closeAfterOutput()
                return false
            }
            phase = .discard(taken: taken + range.count)
            return true
        case .needMore(let consumed):
            bytes.moveReaderIndex(forwardBy: consumed)
            return false
        case .end(let consumed):
            bytes.moveReaderIndex(forwardBy: consumed)
            phase = .head
            return true
        case .failure:
            closeAfterOutput()
            return false
        }
    }

    /// Whether the socket is read depends on whether somebody can take what comes.
    func adjustReading() {
        let isFull: Bool
        switch phase {
        case .body: isFull = exchange?.entity?.hasRoom == false
        case .head: isFull = exchange != nil && input.readableBytes > 0
        case .discard, .closing, .proxyHeader: isFull = false
        }
        if isFull { pauseReading() } else { resumeReading() }
    }

    /// The client will send nothing more; it may still read.
    func inputClosed() {
        isInputClosed = true
        if case .closing = phase { return closeWhenIdle() }
        // What is here still goes its way first, and a body that lacks something breaks off only behind it.
        process()
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
