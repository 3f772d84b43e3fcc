import CModuleABI
import ModuleKit
import Testing

/// Waits in the way that the request's method names.
private final class Waiting: OnExecuteRequestHandler, OnAsyncCompletion, OnSendResponse {
    nonisolated(unsafe) static var completion: Completion?

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        switch context.request.method {
        case "TOKEN":
            Self.completion = context.completion
            return .pending
        case "NESTED":
            Self.completion = context.completion
            try context.response.flush()
            return .pending
        case "UNUSED":
            Self.completion = context.completion
            return .continue
        case "TASK":
            return context.pending { context in
                context.response.setStatus(202)
                await Task.yield()
                try await context.response.write("later")
                return .finishRequest
            }
        case "TASK-THROW":
            return context.pending { context in
                try await context.response.write("half")
                throw ModuleError(status: 503)
            }
        case "TASK-REFUSED":
            return context.pending { context in
                context.response.setStatus(202)
                return .continue
            }
        case "TASK-PENDING":
            return context.pending { _ in .pending }
        default:
            return .pending
        }
    }

    func onAsyncCompletion(_ context: HttpContext, _ completion: CompletionInfo) throws -> NotificationStatus {
        context.response.write("\(completion.notification.rawValue) \(completion.isPost)")
        return context.response.status == 200 ? .pending : .finishRequest
    }

    func onSendResponse(_ context: HttpContext, _ provider: SendResponseProvider) throws -> NotificationStatus {
        context.request.method == "PENDING-SEND" ? .pending : .continue
    }
}

@Suite("Pending notifications", .serialized)
struct PendingTests {
    private func withExchange(
        _ method: String, _ body: (FakeExchange) async throws -> Void
    ) async throws {
        let registration = FakeRegistration()
        #expect(registration.register(Waiting.self) == 0)
        let exchange = FakeExchange()
        exchange.method = method
        exchange.begin(registration)
        try await body(exchange)
        exchange.end()
        registration.terminate()
    }

    private func firstCompletion(_ exchange: FakeExchange) async -> UInt32? {
        for await status in exchange.completions { return status }
        return nil
    }

    @Test("A completion gives its result once, from any thread")
    func token() async throws {
        try await withExchange("TOKEN") { exchange in
            #expect(exchange.call(\.OnExecuteRequestHandler) == 1)
            let completion = try #require(Waiting.completion)
            #expect(!completion.complete(.pending))
            let first = await Task.detached { completion.complete(.finishRequest) }.value
            #expect(first)
            #expect(!completion.complete())
            #expect(await firstCompletion(exchange) == 2)
        }
    }

    @Test("A completion survives the notifications that a flush nests into its own")
    func nested() async throws {
        try await withExchange("NESTED") { exchange in
            exchange.onFlush = { [unowned exchange] in #expect(exchange.callSendResponse() == 0) }
            #expect(exchange.call(\.OnExecuteRequestHandler) == 1)
            #expect(Waiting.completion?.complete() == true)
            #expect(await firstCompletion(exchange) == 0)
        }
    }

    @Test("A completion is used up when its notification returns another status than .pending")
    func unused() async throws {
        try await withExchange("UNUSED") { exchange in
            #expect(exchange.call(\.OnExecuteRequestHandler) == 0)
            #expect(Waiting.completion?.complete() == false)
        }
    }

    @Test("A completion is used up when the exchange ends without its result")
    func ended() async throws {
        try await withExchange("TOKEN") { exchange in
            #expect(exchange.call(\.OnExecuteRequestHandler) == 1)
            exchange.end()
            #expect(Waiting.completion?.complete() == false)
            #expect(Waiting.completion?.post() == false)
        }
    }

    @Test("A posted completion comes back as onAsyncCompletion, which ends the notification or goes on waiting")
    func posted() async throws {
        try await withExchange("TOKEN") { exchange in
            #expect(exchange.call(\.OnExecuteRequestHandler) == 1)
            let completion = try #require(Waiting.completion)
            #expect(completion.post(bytes: 5))
            #expect(exchange.events == ["post 5"])
            #expect(exchange.callAsyncCompletion(notification: RQ_EXECUTE_REQUEST_HANDLER) == 1)
            #expect(exchange.body == Array("128 false".utf8))
            exchange.status = 201
            #expect(exchange.callAsyncCompletion(notification: RQ_EXECUTE_REQUEST_HANDLER) == 2)
            #expect(!completion.complete())
        }
    }

    @Test("The work of a pending notification runs in a task and its status is the result")
    func task() async throws {
        try await withExchange("TASK") { exchange in
            #expect(exchange.call(\.OnExecuteRequestHandler) == 1)
            #expect(await firstCompletion(exchange) == 2)
            #expect(exchange.status == 202)
            #expect(exchange.body == Array("later".utf8))
        }
    }

    @Test("What the work throws becomes the response")
    func taskError() async throws {
        try await withExchange("TASK-THROW") { exchange in
            #expect(exchange.call(\.OnExecuteRequestHandler) == 1)
            #expect(await firstCompletion(exchange) == 2)
            #expect(exchange.status == 503)
            #expect(exchange.reason == "Service Unavailable")
            #expect(exchange.body.isEmpty)
        }
    }

    @Test("A refusal that the work did not look at becomes the response too")
    func taskRefusal() async throws {
        try await withExchange("TASK-REFUSED") { exchange in
            exchange.answers["SetStatus"] = ResultCode.unexpected.rawValue
            #expect(exchange.call(\.OnExecuteRequestHandler) == 1)
            #expect(await firstCompletion(exchange) == 2)
            #expect(exchange.status == 200 || exchange.status == 500)
            #expect(exchange.log.first?.contains("set the status 202") == true)
            #expect(exchange.errorDescription == "", "what the host refused is nothing for clients")
        }
    }

    @Test("Work that ends in .pending is a mistake that the client learns of, instead of waiting for ever")
    func taskPending() async throws {
        try await withExchange("TASK-PENDING") { exchange in
            #expect(exchange.call(\.OnExecuteRequestHandler) == 1)
            #expect(await firstCompletion(exchange) == 2)
            #expect(exchange.status == 500)
        }
    }

    @Test(".pending with nothing to end it is a mistake that the client learns of, instead of waiting for ever")
    func nothingToEndIt() async throws {
        try await withExchange("NOTHING") { exchange in
            #expect(exchange.call(\.OnExecuteRequestHandler) == 2)
            #expect(exchange.status == 500)
            #expect(exchange.errorDescription.contains("with nothing to end it"))
        }
    }

    @Test(".pending from a notification that cannot wait is a mistake too")
    func cannotWait() async throws {
        try await withExchange("PENDING-SEND") { exchange in
            #expect(exchange.callSendResponse() == 2)
            #expect(exchange.status == 500)
            #expect(exchange.errorDescription.contains("cannot wait"))
        }
    }
}
