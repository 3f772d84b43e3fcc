import CModuleABI
import Glibc
import ModuleKit
import Testing

/// Uses every way to write, or the one way that the request's method names.
private struct Writing: OnExecuteRequestHandler {
    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        let response = context.response
        switch context.request.method {
        case "WRITE":
            response.setStatus(207)
            response.headers["Content-Type"] = "text/plain"
            response.headers["Gone"] = "soon"
            response.headers.remove("Gone")
            try response.headers.add("Vary", "Accept")
            try response.headers.add("Vary", "Origin")
            response.write("grün, ")
            response.write([0x62, 0x79])
            let bytes: [UInt8] = [0x74, 0x65, 0x73]
            response.write(bytes.span.bytes)
            response.write("")
            response.write([])
        case "FILE":
            try response.write(file: "/proc/self/exe", offset: 1, count: 2)
            try response.write(descriptor: 0)
        case "NOFILE":
            try response.write(file: "/no/such/file")
        case "FLUSH":
            try response.flush()
            response.headers["After"] = "1"
            try response.flush(isLast: true)
        case "OTHERS":
            response.setNeedDisconnect()
            response.disableBuffering()
            try response.redirect(to: "/there")
            context.setRequestHandled()
            context.disable(.logRequest, post: [.logRequest, .endRequest])
            response.clear()
        case "TRAILERS":
            response.trailers["X-Sum"] = "7"
            response.trailers["X-Gone"] = "soon"
            response.trailers["X-Gone"] = nil
            response.write(response.trailers["X-Sum"] ?? "none")
        case "STATUS":
            response.setStatus(70_000)
        default:
            response.setStatus(299, reason: "Fine So Far")
        }
        return .finishRequest
    }
}

@Suite("HttpResponse")
struct HttpResponseTests {
    private func run(_ method: String, _ exchange: FakeExchange = FakeExchange()) -> FakeExchange {
        let registration = FakeRegistration()
        registration.register(Writing.self)
        exchange.method = method
        exchange.begin(registration)
        #expect(exchange.call(\.OnExecuteRequestHandler) == 2)
        exchange.end()
        registration.terminate()
        return exchange
    }

    @Test("Status, headers and all kinds of bytes reach the host in order")
    func write() {
        let exchange = run("WRITE")
        #expect(exchange.status == 207)
        #expect(exchange.responseHeaders == ["Content-Type": "text/plain", "Vary": "Accept, Origin"])
        #expect(String(decoding: exchange.body, as: UTF8.self) == "grün, bytes")
    }

    @Test("A reason of the author's is passed on")
    func reason() {
        let exchange = run("REASON")
        #expect(exchange.status == 299)
        #expect(exchange.reason == "Fine So Far")
    }

    @Test("A file is passed on as a descriptor with its range, and without one to its end")
    func file() {
        let exchange = run("FILE")
        #expect(exchange.fileChunks.count == 2)
        #expect(exchange.fileChunks.first?.offset == 1)
        #expect(exchange.fileChunks.first?.count == 2)
        #expect(exchange.fileChunks.last?.descriptor == 0)
        #expect(exchange.fileChunks.last?.count == .max)
    }

    @Test("A file that is not there is an error that names it")
    func noFile() {
        let exchange = run("NOFILE")
        #expect(exchange.status == 500)
        #expect(exchange.log.first?.contains("open the file /no/such/file") == true)
        #expect(exchange.errorStatuses == [ResultCode.fileNotFound.rawValue])
    }

    @Test("After a flush an assignment to a header that the host refuses goes by, and the notification does not fail")
    func flush() {
        let exchange = FakeExchange()
        exchange.answers["SetHeader"] = ResultCode.invalidData.rawValue
        _ = run("FLUSH", exchange)
        #expect(exchange.events == ["flush 1", "flush 0"])
        #expect(exchange.responseHeaders.isEmpty)
        #expect(exchange.log.isEmpty)
    }

    @Test("A flush to a client that has gone throws")
    func flushToNobody() {
        let exchange = FakeExchange()
        exchange.answers["Flush"] = ResultCode.clientGone.rawValue
        _ = run("FLUSH", exchange)
        #expect(exchange.log.first?.contains("flush the response: the client has gone (0x80070040)") == true)
    }

    @Test("The other calls reach the host")
    func others() {
        let exchange = run("OTHERS")
        #expect(
            exchange.events == [
                "disconnect", "unbuffered", "redirect /there 1", "handled", "disable 1024 3072", "clear",
            ])
    }

    @Test("Trailers can be set, read and taken back")
    func trailers() {
        let exchange = run("TRAILERS")
        #expect(exchange.responseTrailers == ["X-Sum": "7"])
        #expect(String(decoding: exchange.body, as: UTF8.self) == "7")
    }

    @Test("A trailer that the host refuses makes the notification fail, and is named")
    func refusedTrailer() {
        let exchange = FakeExchange()
        exchange.answers["SetTrailer"] = ResultCode.invalidArgument.rawValue
        _ = run("TRAILERS", exchange)
        #expect(exchange.status == 500)
        #expect(exchange.log.first?.contains("set the trailer X-Sum") == true)
    }

    @Test("A status that is no number of 16 bits is refused by name")
    func status() {
        let exchange = run("STATUS")
        #expect(exchange.status == 500)
        #expect(exchange.log.first?.contains("set the status 70000") == true)
    }
}
