// Waits for its clients, in a task and without one. The path says how.
import Glibc
import ModuleKit

/// The signals that a program has blocked which is started here, as the system writes them.
private func maskOfProgram() -> String {
    guard let pipe = popen("exec grep SigBlk /proc/self/status", "r") else { return "no pipe" }
    defer { pclose(pipe) }
    var line = [CChar](repeating: 0, count: 100)
    return fgets(&line, 100, pipe) == nil ? "no line" : String(cString: line)
}

struct Waits: HttpModule, OnExecuteRequestHandler, OnSendResponse {
    func onSendResponse(_ context: HttpContext, _ provider: SendResponseProvider) throws -> NotificationStatus {
        if context.request.path == "/stamped" { context.response.write("stamp\n") }
        return .continue
    }

    func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
        switch context.request.path {
        case "/quick":
            return context.pending { context in
                await Task.yield()
                try await context.response.write("quick\n")
                return .finishRequest
            }
        case "/body":
            return context.pending { context in
                let body = try await context.request.body()
                let trailers = context.request.trailers.map { " \($0.name)=\($0.value)" }.joined()
                try await context.response.write("\(body.count)\(trailers)\n")
                return .finishRequest
            }
        case "/echo":
            return context.pending { context in
                context.response.disableBuffering()
                for try await piece in context.request.pieces() { try await context.response.write(piece) }
                return .finishRequest
            }
        case "/stream":
            return context.pending { context in
                let piece = [UInt8](repeating: 0x2E, count: 1 << 20)
                for _ in 0..<64 {
                    try await context.response.write(piece)
                    try await context.response.flush()
                }
                return .finishRequest
            }
        case "/large":
            // Never flushed: the host sends by itself when it holds too much.
            return context.pending { context in
                try await context.response.write([UInt8](repeating: 0x2E, count: 64 << 20))
                return .finishRequest
            }
        case "/stamped":
            return context.pending { context in
                try await context.response.write("letter\n")
                try await context.response.flush(isLast: true)
                return .finishRequest
            }
        case "/mask":
            return context.pending { context in
                let body = try await context.request.body()
                try await context.response.write("\(body.count) \(maskOfProgram())")
                return .finishRequest
            }
        case "/asleep":
            return context.pending { context in
                context.log("a task sleeps", level: .warning)
                do {
                    try await Task.sleep(for: .seconds(3_600))
                } catch {
                    context.log("the sleep was cancelled", level: .warning)
                    throw error
                }
                return .finishRequest
            }
        case "/left":
            return context.pending { context in
                try await context.response.write("here\n")
                try await context.response.flush()
                do {
                    try await Task.sleep(for: .seconds(3_600))
                } catch {
                    context.log("the task was cancelled")
                    throw error
                }
                return .finishRequest
            }
        case "/thread":
            let body = try context.request.body()
            context.response.write("\(body.count)\n")
            return .finishRequest
        default: return .continue
        }
    }
}

@c(RegisterModule)
public func registerModule(
    _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
) -> RegistrationResult {
    Waits.register(version, registration, server)
}
