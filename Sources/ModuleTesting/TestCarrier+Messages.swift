import Glibc
import ModuleHost

/// From a ``TestRequest`` to an exchange, and from its response to a ``TestResponse``.
extension TestCarrier {
    /// Writes the request as a head and tells the exchange where its parts are. False when there is no room for it.
    func fill(_ exchange: Exchange) -> Bool {
        var head = Head()
        let method = head.add(request.method.utf8, then: " ")
        let target = head.add(request.target.utf8, then: " HTTP/\(request.version.major).\(request.version.minor)\r\n")
        let fields = fields.map { (name: head.add($0.name, then: ": "), value: head.add($0.value, then: "\r\n")) }
        let line = RequestLine(
            method: method, target: target, majorVersion: request.version.major, minorVersion: request.version.minor)
        guard exchange.begin(line, bytes: head.bytes.span.bytes, connection: client, carrier: self) else {
            return false
        }
        for field in fields { exchange.request.add(name: field.name, value: field.value) }
        let path = target.lowerBound..<(head.bytes[target].firstIndex(of: UInt8(ascii: "?")) ?? target.upperBound)
        let query = path.upperBound < target.upperBound ? (path.upperBound + 1)..<target.upperBound : nil
        exchange.request.setURL(path: path, query: query)
        if request.isSecure { exchange.setForwarded(client: nil, isSecure: true) }
        let entity = fillBody(of: exchange)
        state.withLock { state in
            state.keptAlive = (self, exchange)
            state.entity = entity
        }
        return true
    }

    /// How long the body says that it is; nil if it is chunked.
    var announcedLength: UInt64? {
        request.headers.first { $0.name.lowercased() == "content-length" }.flatMap { UInt64($0.value) }
    }

    /// The body as far as it is here already: all of it, or nothing of one in pieces.
    private func fillBody(of exchange: Exchange) -> EntityBuffer? {
        if bodyInPieces {
            let entity = exchange.expectBody(length: announcedLength)
            if announcedLength == 0 { entity.finish() }
            return entity
        }
        guard let body = request.body else { return nil }
        let entity = exchange.expectBody(length: request.trailers.isEmpty ? UInt64(body.count) : nil)
        _ = entity.append(body.span.bytes)
        for (name, value) in request.trailers {
            entity.addTrailer(name: Array(name.utf8).span.bytes, value: Array(value.utf8).span.bytes)
        }
        entity.finish()
        return entity
    }

    /// The fields as a client would send them.
    private var fields: [(name: [UInt8], value: [UInt8])] {
        var headers = request.headers
        func has(_ name: String) -> Bool { headers.contains { $0.name.lowercased() == name } }
        if request.version >= (1, 1), !has("host") { headers.insert(("Host", "test"), at: 0) }
        if !has("content-length") {
            if bodyInPieces {
                headers.append(("Transfer-Encoding", "chunked"))
            } else if let body = request.body, request.trailers.isEmpty {
                headers.append(("Content-Length", "\(body.count)"))
            }
        }
        return headers.map { (Array($0.name.utf8), Array($0.value.utf8)) } + request.rawHeaders
    }

    /// The bytes of a head under construction.
    private struct Head {
        var bytes: [UInt8] = []

        mutating func add(_ text: some Sequence<UInt8>, then separator: String) -> Range<Int> {
            let start = bytes.count
            bytes += text
            let range = start..<bytes.count
            bytes += separator.utf8
            return range
        }
    }

    /// What a response has to send of its entity.
    static func entity(of response: HttpResponseObject) -> [UInt8] {
        var body: [UInt8] = []
        response.forEachPiece(
            memory: { bytes in bytes.withUnsafeBytes { body += $0 } },
            file: { descriptor, offset, length in body += read(descriptor, offset, length) })
        return body
    }

    private static func read(_ descriptor: CInt, _ offset: UInt64, _ length: UInt64) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, Int(length), off_t(offset)))
        }
    }
}

extension TestCarrier.State {
    /// Takes up what is pushed.
    mutating func note(_ sent: HttpResponseObject, _ piece: [UInt8], more: Bool) {
        response.pushes += 1
        if !sent.isHeadSent { readHead(sent) }
        response.body += piece
        if more || !piece.isEmpty { response.pieces.append(piece) }
        disconnects = sent.needsDisconnect
        guard !more else { return }
        var trailers: [(name: String, value: String)] = []
        sent.forEachTrailer { name, value in trailers.append((Self.text(name), Self.text(value))) }
        response.trailers = trailers
    }

    private mutating func readHead(_ sent: HttpResponseObject) {
        response.status = sent.status
        response.reason = sent.withReason { Self.text($0) }
        var headers: [(name: String, value: String)] = []
        sent.forEachField { _, name, value in headers.append((Self.text(name), Self.text(value))) }
        response.headers = headers
    }

    private static func text(_ bytes: RawSpan) -> String {
        bytes.withUnsafeBytes { String(decoding: $0, as: UTF8.self) }
    }
}
