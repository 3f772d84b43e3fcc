import CModuleABI
import Glibc
import ModuleKit
import Testing

/// A module whose one notification is given by the test, through the exchange's method name.
private struct Scripted: OnExecuteRequestHandler, OnEndRequest {
    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        switch context.request.method {
        case "THROW":
            context.response.headers["Content-Encoding"] = "gzip"
            context.response.write("half of it")
            throw Mishap()
        case "FIELDS":
            context.response.headers["Allow"] = "GET"
            context.response.headers["Retry-After"] = "7"
            context.response.headers["X-Request-Id"] = "8"
            context.response.headers["ETag"] = "\"9\""
            context.response.headers["Content-Type"] = "image/png"
            context.response.headers["Cache-Control"] = "max-age=3600"
            context.response.headers["Location"] = "/there"
            throw ModuleError(status: 405, headers: ["Allow": "GET, HEAD", "WWW-Authenticate": "Basic"])
        case "STATUS-0": throw ModuleError(status: 0)
        case "STATUS-70000": throw ModuleError(status: 70_000)
        case "REASON": throw ModuleError(status: 404, reason: "gone\r\nX: y")
        case "NOTFOUND":
            throw ModuleError(status: 404, details: "there is no page of that name")
        case "FLUSH-THROW":
            try context.response.flush()
            throw Mishap()
        case "REFUSED":
            context.response.headers["A"] = "1"
            context.response.setStatus(201)
        case "STORE":
            context.storage[Int.self] = 7
            context.storage[String.self] = "seven"
        default:
            break
        }
        return .continue
    }

    func onEndRequest(_ context: HttpContext) throws -> NotificationStatus {
        if context.request.method == "STORE" {
            let number = context.storage[Int.self] ?? 0
            context.response.write("\(number) \(context.storage[String.self] ?? "")")
            return .continue
        }
        throw Mishap()
    }
}

private struct Mishap: Error, CustomStringConvertible {
    var description: String { "the well is dry" }
}

/// Keeps its context beyond the exchange, as no module should.
private final class Hoarder: OnExecuteRequestHandler {
    nonisolated(unsafe) static var hoard: HttpContext?
    nonisolated(unsafe) static var completion: Completion?

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        Self.hoard = context
        Self.completion = context.completion
        try context.response.write(file: "/proc/self/status")
        return .continue
    }
}

@Suite("HttpContext")
struct HttpContextTests {
    private func run(_ exchange: FakeExchange, _ body: (FakeExchange) -> Void) {
        let registration = FakeRegistration()
        #expect(registration.register(Scripted.self) == 0)
        exchange.begin(registration)
        body(exchange)
        exchange.end()
        registration.terminate()
    }

    @Test("A thrown error becomes status 500 in place of what was written, and ends the request")
    func thrownError() {
        let exchange = FakeExchange()
        exchange.method = "THROW"
        run(exchange) { #expect($0.call(\.OnExecuteRequestHandler) == 2) }
        #expect(exchange.status == 500)
        #expect(exchange.reason == "Internal Server Error")
        #expect(exchange.responseHeaders.isEmpty)
        #expect(exchange.body.isEmpty)
        #expect(exchange.errorDescription == "", "only the log may know what an error of another kind says")
        #expect(exchange.errorStatuses == [ResultCode.failure.rawValue])
        #expect(exchange.log == ["2 the well is dry"])
    }

    @Test("A ModuleError gives its own status, and one below 500 is not a failure of the module")
    func moduleError() {
        let exchange = FakeExchange()
        exchange.method = "NOTFOUND"
        run(exchange) { #expect($0.call(\.OnExecuteRequestHandler) == 2) }
        #expect(exchange.status == 404)
        #expect(exchange.reason == "Not Found")
        #expect(exchange.errorDescription == "there is no page of that name")
        #expect(exchange.errorStatuses.isEmpty)
        #expect(exchange.log == ["4 there is no page of that name"])
    }

    @Test("Headers that do not describe the dropped entity stay, and a ModuleError has its own")
    func errorHeaders() {
        let exchange = FakeExchange()
        exchange.method = "FIELDS"
        run(exchange) { #expect($0.call(\.OnExecuteRequestHandler) == 2) }
        #expect(exchange.status == 405)
        #expect(
            exchange.responseHeaders == [
                "Allow": "GET, HEAD", "Retry-After": "7", "X-Request-Id": "8", "WWW-Authenticate": "Basic",
            ])
        #expect(exchange.log.isEmpty)
    }

    @Test("A status that cannot be sent becomes 500, and a reason that cannot be sent the usual one")
    func impossibleErrors() {
        for (method, status, reason) in [
            ("STATUS-0", 500, "Internal Server Error"), ("STATUS-70000", 500, "Internal Server Error"),
            ("REASON", 404, "Not Found"),
        ] {
            let exchange = FakeExchange()
            exchange.method = method
            run(exchange) { #expect($0.call(\.OnExecuteRequestHandler) == 2) }
            #expect(exchange.status == status)
            #expect(exchange.reason == reason)
        }
    }

    @Test("An error after the head has gone out resets the connection instead of passing for the whole")
    func errorAfterHead() {
        let exchange = FakeExchange()
        exchange.method = "FLUSH-THROW"
        run(exchange) { #expect($0.call(\.OnExecuteRequestHandler) == 2) }
        #expect(exchange.events == ["flush 1", "reset"])
        #expect(exchange.status == 200)
    }

    @Test("An error after the response is complete is only reported")
    func errorAtEnd() {
        let exchange = FakeExchange()
        run(exchange) { #expect($0.call(\.OnEndRequest) == 0) }
        #expect(exchange.events.isEmpty)
        #expect(exchange.errorStatuses == [ResultCode.failure.rawValue])
    }

    @Test("The first refusal of a call that does not throw makes the notification fail with the host's code")
    func refusal() {
        let exchange = FakeExchange()
        exchange.method = "REFUSED"
        exchange.answers["SetHeader"] = ResultCode.invalidData.rawValue
        run(exchange) { #expect($0.call(\.OnExecuteRequestHandler) == 2) }
        #expect(exchange.status == 500)
        #expect(exchange.errorStatuses == [ResultCode.invalidData.rawValue])
        #expect(exchange.log.first?.hasPrefix("2 The host refused to set the response header A: ") == true)
    }

    @Test("What is stored by type lasts until the end of the exchange")
    func storage() {
        let exchange = FakeExchange()
        exchange.method = "STORE"
        run(exchange) {
            $0.call(\.OnExecuteRequestHandler)
            $0.call(\.OnEndRequest)
        }
        #expect(String(decoding: exchange.body, as: UTF8.self) == "7 seven")
    }

    @Test("A context that a module has kept answers nothing after the exchange, and its files are closed")
    func keptContext() throws {
        let registration = FakeRegistration()
        registration.register(Hoarder.self)
        let exchange = FakeExchange()
        exchange.requestHeaders["Host"] = "here"
        exchange.begin(registration)
        exchange.call(\.OnExecuteRequestHandler)
        let context = try #require(Hoarder.hoard)
        #expect(context.request.headers["Host"] == "here")
        let descriptor = Int32(try #require(exchange.fileChunks.first).descriptor)
        #expect(fcntl(descriptor, F_GETFD) == FD_CLOEXEC)
        exchange.end()
        // Another test may have been given the number again by now, but not for the same file.
        var path = [CChar](repeating: 0, count: 256)
        let length = readlink("/proc/self/fd/\(descriptor)", &path, path.count)
        #expect(length < 0 || !String(decoding: path.map { UInt8(bitPattern: $0) }, as: UTF8.self).contains("status"))

        #expect(context.isEnded)
        #expect(context.request.headers["Host"] == nil)
        #expect(context.request.method == "")
        #expect(context.request.path == "")
        #expect(context.request.remoteAddress == nil)
        #expect(context.serverVariables["ANY"] == nil)
        #expect(context.response.status == 0)
        #expect(!context.response.write("late"))
        #expect(!context.response.setStatus(500))
        context.response.headers["Late"] = "1"
        context.serverVariables["LATE"] = "1"
        context.log("late")
        #expect(throws: HostError.self) { try context.response.flush() }
        #expect(throws: HostError.self) { try context.request.readBody() }
        #expect(throws: HostError.self) { try context.response.redirect(to: "/") }
        #expect(!context.completion.complete())
        #expect(Hoarder.completion?.complete() == false)
        #expect(exchange.responseHeaders["Late"] == nil)
        #expect(exchange.variables["LATE"] == nil)
        #expect(exchange.log.isEmpty)
        Hoarder.hoard = nil
        registration.terminate()
    }
}
