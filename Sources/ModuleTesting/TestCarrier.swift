import Executors
import Glibc
import ModuleHost
import OperatingSystem

/// Carries one exchange of a ``TestHost``: collects what is sent.
final class TestCarrier: ExchangeCarrier {
    private let host: ModuleHost
    private let response = Lock(TestResponse())
    private let client = ClientConnection(
        remote: .ipv4(0x7F00_0001, port: 50_000), local: .ipv4(0x7F00_0001, port: 80))
    /// Itself and the exchange while that is under way: an exchange does not retain its carrier, and nothing else
    /// retains a pending exchange.
    private let keptAlive = Lock<(TestCarrier, Exchange)?>(nil)
    private let whenFinished: @Sendable (Exchange, TestResponse) -> Void

    init(host: ModuleHost, whenFinished: @escaping @Sendable (Exchange, TestResponse) -> Void) {
        self.host = host
        self.whenFinished = whenFinished
    }

    /// Writes the request as a head and tells the exchange where its parts are.
    func fill(_ exchange: Exchange, with request: TestRequest) -> Bool {
        var head = Head()
        let method = head.add(request.method, then: " ")
        let target = head.add(request.target, then: " HTTP/1.1\r\n")
        var headers = request.headers
        if !headers.contains(where: { $0.name.lowercased() == "host" }) { headers.insert(("Host", "test"), at: 0) }
        let isChunked = !request.trailers.isEmpty
        if let body = request.body, !isChunked, !headers.contains(where: { $0.name.lowercased() == "content-length" }) {
            headers.append(("Content-Length", "\(body.count)"))
        }
        let fields = headers.map { (name: head.add($0.name, then: ": "), value: head.add($0.value, then: "\r\n")) }
        let line = RequestLine(method: method, target: target, majorVersion: 1, minorVersion: 1)
        guard exchange.begin(line, bytes: head.bytes.span.bytes, connection: client, carrier: self) else {
            return false
        }
        keptAlive.withLock { $0 = (self, exchange) }
        for field in fields { exchange.request.add(name: field.name, value: field.value) }
        let path = target.lowerBound..<(head.bytes[target].firstIndex(of: UInt8(ascii: "?")) ?? target.upperBound)
        let query = path.upperBound < target.upperBound ? (path.upperBound + 1)..<target.upperBound : nil
        exchange.request.setURL(path: path, query: query)
        if let body = request.body {
            let entity = exchange.expectBody(length: isChunked ? nil : UInt64(body.count))
            _ = entity.append(body.span.bytes)
            for (name, value) in request.trailers {
                entity.addTrailer(name: Array(name.utf8).span.bytes, value: Array(value.utf8).span.bytes)
            }
            entity.finish()
        }
        return true
    }

    /// The bytes of a head under construction.
    private struct Head {
        var bytes: [UInt8] = []

        mutating func add(_ text: String, then separator: String) -> Range<Int> {
            let start = bytes.count
            bytes += text.utf8
            let range = start..<bytes.count
            bytes += separator.utf8
            return range
        }
    }

    // MARK: ExchangeCarrier

    func send(_ exchange: Exchange, more: Bool, waits reason: Disqualification?, mayKeep: Bool) -> Int? {
        let sent = exchange.response
        return response.withLock { response in
            guard !response.wasReset else { return nil }
            response.pushes += 1
            if !sent.isHeadSent { Self.readHead(sent, into: &response) }
            let before = response.body.count
            var body: [UInt8] = []
            sent.forEachPiece(
                memory: { bytes in
                    for index in 0..<bytes.byteCount {
                        body.append(bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self))
                    }
                },
                file: { descriptor, offset, length in body += Self.read(descriptor, offset, length) })
            response.body += body
            if !more { response.trailers = Self.readTrailers(sent) }
            return response.body.count - before
        }
    }

    private static func readHead(_ sent: HttpResponseObject, into response: inout TestResponse) {
        response.status = sent.status
        response.reason = sent.withReason { text($0) }
        var headers: [(name: String, value: String)] = []
        sent.forEachField { _, name, value in headers.append((text(name), text(value))) }
        response.headers = headers
    }

    private static func readTrailers(_ sent: HttpResponseObject) -> [(name: String, value: String)] {
        var trailers: [(name: String, value: String)] = []
        sent.forEachTrailer { name, value in trailers.append((text(name), text(value))) }
        return trailers
    }

    private static func text(_ bytes: RawSpan) -> String {
        String(
            decoding: (0..<bytes.byteCount).map { bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }, as: UTF8.self)
    }

    private static func read(_ descriptor: CInt, _ offset: UInt64, _ length: UInt64) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: Int(length)) { buffer, count in
            count = max(0, pread(descriptor, buffer.baseAddress, Int(length), off_t(offset)))
        }
    }

    var backlog: Int { 0 }
    func waitForOutput() -> Bool { isConnected }
    func completeWhenSent(_ operation: PendingOperation, of exchange: Exchange) {
        exchange.complete(.ended(operation, result: Exchange.sendResult(isConnected), bytes: operation.bytes))
    }
    func wantBody() {}
    /// Everything is sent at once.
    func willLeaveLoop() {}

    var isKeeping: Bool { false }

    func awaitOutput(of exchange: Exchange) { exchange.outputWasTaken() }

    func resume(_ exchange: Exchange) { host.pool.resubmit(exchange) }
    func finished(_ exchange: Exchange) {
        client.disconnected()
        client.close()
        whenFinished(exchange, response.withLock { $0 })
        keptAlive.withLock { $0 = nil }
    }
    func abort() { response.withLock { $0.wasReset = true } }
    var isConnected: Bool { response.withLock { !$0.wasReset } }
}
