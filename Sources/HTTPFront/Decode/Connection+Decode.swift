import HTTPCodec
import ModuleHost
import NIOCore

/// From bytes to exchanges.
extension Connection {
    /// Takes what has arrived as far as it goes. Loop only.
    func process() {
        guard !isProcessing else { return }
        isProcessing = true
        defer { isProcessing = false }
        while step() {}
        adjustReading()
    }

    /// One head, one piece of body. False when nothing more can be done with what is here.
    private func step() -> Bool {
        switch phase {
        case .head:
            guard exchange == nil, input.readableBytes > 0 else { return false }
            return decodeHead()
        case .body:
            guard input.readableBytes > 0 else { return false }
            return decodeBody()
        case .discard(let taken):
            guard input.readableBytes > 0 else { return false }
            return discardBody(taken: taken)
        case .closing: return false
        }
    }

    private func decodeHead() -> Bool {
        switch decoder.decode(input.readableBytesSpan) {
        case .needMore: return false
        case .failure(let error):
            refuse(error)
            return false
        case .head: return begin()
        }
    }

    /// A head is complete: fill an exchange and start it.
    private func begin() -> Bool {
        let head = decoder.head
        guard let exchange = loop.exchanges.take(), fill(exchange, head) else {
            refuse(status: 503, reason: "Service Unavailable")
            return false
        }
        input.moveReaderIndex(forwardBy: head.headLength)
        if input.readableBytes == 0 { input = ByteBuffer() }
        self.exchange = exchange
        writer.begin(head, keepAlive: head.keepAlive && !loop.isDraining)
        if head.framing != .none { beginBody(head, exchange) }
        exchange.start()
        return true
    }

    private func fill(_ exchange: Exchange, _ head: RequestHead) -> Bool {
        // A copy of the reference: a span cannot be taken of a property for longer than one expression.
        let input = self.input
        let bytes = input.readableBytesSpan.extracting(first: head.headLength)
        let line = RequestLine(
            method: head.method.range, target: head.target.range, verb: UInt32(head.verb.rawValue),
            majorVersion: UInt16(head.majorVersion), minorVersion: UInt16(head.minorVersion))
        guard exchange.begin(line, bytes: bytes, connection: client, carrier: self) else { return false }
        for index in 0..<decoder.fieldCount {
            let field = decoder.field(at: index)
            exchange.request.add(name: field.name.range, value: field.value.range, knownID: Int(field.knownID))
        }
        return cook(exchange, head, bytes)
    }

    private func cook(_ exchange: Exchange, _ head: RequestHead, _ bytes: RawSpan) -> Bool {
        // `*` and authority form have no path: the target itself stands for it.
        guard head.targetForm == .origin || head.targetForm == .absolute else { return true }
        loop.scratch.clear()
        do throws(RequestError) {
            var cooked: CookedURL?
            try loop.scratch.writeWithOutputRawSpan(minimumWritableBytes: Int(head.path.length) + 1) {
                output throws(RequestError) in
                cooked = try URLCooker.cook(
                    head.path, of: bytes, hostLength: Int(head.host.length), isSecure: head.isSecureTarget,
                    into: &output)
            }
            guard let cooked else { return true }
            switch cooked.path {
            case .received(let path): exchange.request.setURL(path: path.range, query: cooked.query?.range)
            case .written:
                let scratch = loop.scratch
                exchange.request.setURL(cookedPath: scratch.readableBytesSpan, query: cooked.query?.range)
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

    private func beginBody(_ head: RequestHead, _ exchange: Exchange) {
        if case .length(let length) = head.framing {
            _ = exchange.expectBody(length: length)
        } else {
            _ = exchange.expectBody(length: nil)
        }
        bodyDecoder = BodyDecoder(head.framing)
        phase = .body
        expectsContinue.store(head.expectsContinue, ordering: .relaxed)
        // What has come with the head counts as here when the executor is chosen.
        while input.readableBytes > 0, case .body = phase, decodeBody() {}
    }

    /// Hands on what belongs to the body of the current exchange.
    private func decodeBody() -> Bool {
        guard let entity = exchange?.entity else { return false }
        guard entity.hasRoom else { return false }
        let input = self.input
        let span = input.readableBytesSpan
        switch bodyDecoder.decode(span) {
        case .data(let range):
            _ = entity.append(span.extracting(range))
            self.input.moveReaderIndex(forwardBy: range.upperBound)
            return true
        case .needMore(let consumed):
            self.input.moveReaderIndex(forwardBy: consumed)
            return false
        case .end(let consumed):
            self.input.moveReaderIndex(forwardBy: consumed)
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
    private func discardBody(taken: Int) -> Bool {
        switch bodyDecoder.decode(input.readableBytesSpan) {
        case .data(let range):
            input.moveReaderIndex(forwardBy: range.upperBound)
            guard taken + range.count <= Self.discardLimit else {
                closeAfterOutput()
                return false
            }
            phase = .discard(taken: taken + range.count)
            return true
        case .needMore(let consumed):
            input.moveReaderIndex(forwardBy: consumed)
            return false
        case .end(let consumed):
            input.moveReaderIndex(forwardBy: consumed)
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
        case .discard, .closing: isFull = false
        }
        if isFull { pauseReading() } else { resumeReading() }
    }

    /// The client will send nothing more; it may still read.
    func inputClosed() {
        isInputClosed = true
        switch phase {
        case .body:
            if input.readableBytes == 0 || exchange?.entity?.hasRoom == true { exchange?.entity?.breakOff() }
        case .head, .discard, .closing: break
        }
        if exchange == nil { closeAfterOutput() }
    }
}
