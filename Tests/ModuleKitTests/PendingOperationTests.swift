import CModuleABI
import ModuleKit
import Testing

/// Reads and writes in a task, in the way that the request's method names.
private final class Working: OnExecuteRequestHandler, OnAsyncCompletion, OnSendResponse {
    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        switch context.request.method {
        case "BODY":
            return context.pending { context in
                let body = try await context.request.body(limit: 10)
                try await context.response.write(body)
                return .finishRequest
            }
        case "PIECES":
            return context.pending { context in
                for try await piece in context.request.pieces(maximum: 4) {
                    try await context.response.write("[\(String(decoding: piece, as: UTF8.self))]")
                }
                return .finishRequest
            }
        case "STREAM":
            return context.pending { context in
                try await context.response.write([1, 2])
                try await context.response.flush()
                try await context.response.flush(isLast: true)
                return .finishRequest
            }
        case "SLEEP":
            return context.pending { context in
                try await Task.sleep(for: .seconds(3_600))
                return .finishRequest
            }
        case "POST-BESIDE":
            return context.pending { context in
                context.completion.post(bytes: 3)
                let body = try await context.request.body()
                try await context.response.write(body)
                return .finishRequest
            }
        default: return synchronous(context)
        }
    }

    private func synchronous(_ context: HttpContext) -> NotificationStatus {
        context.pending { context in
            switch context.request.method {
            case "READ-HELPER": try Self.read(context)
            case "WRITE-HELPER": Self.write(context, ["a"])
            default: Self.write(context, ["a", "b"])
            }
            return .finishRequest
        }
    }

    private static func read(_ context: HttpContext) throws { _ = try context.request.body() }

    private static func write(_ context: HttpContext, _ texts: [String]) {
        for text in texts { context.response.write(text) }
    }

    func onAsyncCompletion(_ context: HttpContext, _ completion: CompletionInfo) throws -> NotificationStatus {
        context.response.headers["Heard"] = "\(completion.notification.rawValue)"
        return .pending
    }

    func onSendResponse(_ context: HttpContext, _ provider: SendResponseProvider) throws -> NotificationStatus {
        .continue
    }
}

@Suite("What work of a pending notification reads and writes", .timeLimit(.minutes(10)))
struct PendingOperationTests {
    private func withExchange(
        _ method: String, isSlow: Bool = true, connection: FakeConnection? = nil,
        _ body: (FakeExchange) async throws -> Void
    ) async throws {
        let registration = FakeRegistration()
        #expect(registration.register(Working.self) == 0)
        let exchange = FakeExchange()
        exchange.method = method
        exchange.isSlow = isSlow
        exchange.remainingBytes = .max
        exchange.connection = connection
        exchange.begin(registration)
        exchange.onFlush = { [unowned exchange] in #expect(exchange.callSendResponse() == 0) }
        #expect(exchange.call(\.OnExecuteRequestHandler) == 1)
        try await body(exchange)
        exchange.end()
        registration.terminate()
    }

    private func result(_ exchange: FakeExchange) async -> UInt32? {
        for await status in exchange.completions { return status }
        return nil
    }

    private static let endOfEntity = ResultCode.endOfEntity.rawValue

    @Test("A body is read as it comes, and the host's completions are answered with .pending")
    func body() async throws {
        try await withExchange("BODY") { exchange in
            await exchange.operationBegan()
            #expect(exchange.finishOperation(bytes: Array("ab".utf8)) == 1)
            await exchange.operationBegan()
            #expect(exchange.finishOperation(bytes: Array("cde".utf8)) == 1)
            await exchange.operationBegan()
            exchange.isSlow = false
            #expect(exchange.finishOperation(Self.endOfEntity) == 1)
            #expect(await result(exchange) == 2)
            #expect(exchange.body == Array("abcde".utf8))
        }
    }

    @Test("What is here already is read without a completion")
    func bodyAtOnce() async throws {
        let registration = FakeRegistration()
        registration.register(Working.self)
        let exchange = FakeExchange()
        exchange.method = "PIECES"
        exchange.entity = [Array("abcdef".utf8), Array("g".utf8)]
        exchange.begin(registration)
        #expect(exchange.call(\.OnExecuteRequestHandler) == 1)
        #expect(await result(exchange) == 2)
        #expect(String(decoding: exchange.body, as: UTF8.self) == "[abcd][ef][g]")
        exchange.end()
        registration.terminate()
    }

    @Test("A body that is longer than the limit is answered 413, also when it comes piece by piece")
    func limit() async throws {
        try await withExchange("BODY") { exchange in
            for _ in 0..<2 {
                await exchange.operationBegan()
                exchange.finishOperation(bytes: Array("123456".utf8))
            }
            #expect(await result(exchange) == 2)
            #expect(exchange.status == 413)
        }
    }

    @Test("A client that leaves while its body is read makes the work fail")
    func bodyBreaksOff() async throws {
        try await withExchange("BODY") { exchange in
            await exchange.operationBegan()
            exchange.finishOperation(ResultCode.clientGone.rawValue)
            #expect(await result(exchange) == 2)
            #expect(exchange.status == 500)
            #expect(exchange.log.first?.hasPrefix("5 ") == true, "a client that leaves is no failure of the module")
            #expect(exchange.log.first?.contains("the client has gone") == true)
        }
    }

    @Test("Writes and flushes suspend until the client has taken them, and never call what would wait")
    func stream() async throws {
        try await withExchange("STREAM") { exchange in
            for _ in 0..<3 {
                await exchange.operationBegan()
                #expect(exchange.finishOperation() == 1)
            }
            #expect(await result(exchange) == 2)
            #expect(exchange.body == [1, 2])
            #expect(exchange.events == ["flush 1 without waiting", "flush 0 without waiting"])
        }
    }

    @Test("A flush that fails makes the work fail")
    func flushFails() async throws {
        try await withExchange("STREAM") { exchange in
            await exchange.operationBegan()
            exchange.finishOperation()
            await exchange.operationBegan()
            exchange.finishOperation(ResultCode.clientGone.rawValue)
            #expect(await result(exchange) == 2)
            #expect(exchange.events == ["flush 1 without waiting", "reset"])
        }
    }

    @Test("Work that waits when its exchange is ended by somebody else goes on with an error")
    func exchangeEnds() async throws {
        try await withExchange("BODY") { exchange in
            await exchange.operationBegan()
            exchange.end()
        }
    }

    @Test("When the client leaves, the task is cancelled, and that is no failure of the module")
    func cancelled() async throws {
        let connection = FakeConnection()
        try await withExchange("SLEEP", connection: connection) { exchange in
            connection.disconnect()
            #expect(await result(exchange) == 2)
            #expect(exchange.status == 200 && exchange.errorStatuses.isEmpty)
            #expect(exchange.log == ["5 The client left while the work of context.pending ran."])
        }
        // The next exchange on a connection that is gone is cancelled from the start.
        try await withExchange("SLEEP", connection: connection) { exchange in
            #expect(await result(exchange) == 2)
        }
        connection.close()
    }

    @Test("Work that has ended is not cancelled by a client that leaves later")
    func leavesLater() async throws {
        let connection = FakeConnection()
        try await withExchange("PIECES", isSlow: false, connection: connection) { exchange in
            #expect(await result(exchange) == 2)
        }
        connection.disconnect()
        connection.close()
        #expect(connection.kept == nil)
    }

    @Test("A completion that the module posts comes as onAsyncCompletion while the work reads")
    func postBeside() async throws {
        try await withExchange("POST-BESIDE") { exchange in
            await exchange.operationBegan()
            #expect(exchange.events == ["post 3"])
            #expect(exchange.callAsyncCompletion(notification: RQ_EXECUTE_REQUEST_HANDLER) == 1)
            #expect(exchange.responseHeaders["Heard"] == "128")
            exchange.isSlow = false
            exchange.finishOperation(bytes: [7])
            #expect(await result(exchange) == 2)
            #expect(exchange.body == [7])
        }
    }

    @Test("A read by way of a function that is not asynchronous fails instead of holding the thread")
    func readHelper() async throws {
        try await withExchange("READ-HELPER") { exchange in
            #expect(await result(exchange) == 2)
            #expect(exchange.status == 500)
            #expect(exchange.log.first?.contains("without await in the work of context.pending") == true)
        }
    }

    @Test("A write by way of a function that is not asynchronous does not wait, and the result waits for it")
    func writeHelper() async throws {
        try await withExchange("WRITE-HELPER") { exchange in
            await exchange.operationBegan()
            #expect(exchange.body == Array("a".utf8))
            exchange.finishOperation()
            #expect(await result(exchange) == 2)
            #expect(exchange.status == 200)
        }
    }

    @Test("Such a write is refused while the client has not taken the one before it")
    func writeHelperTwice() async throws {
        try await withExchange("WRITE-HELPER-TWICE") { exchange in
            await exchange.operationBegan()
            exchange.finishOperation()
            #expect(await result(exchange) == 2)
            #expect(exchange.status == 500)
            #expect(exchange.log.first?.contains("the client has not taken what was written before") == true)
        }
    }
}
