import Configuration
import EventLoop
import Glibc
import ModuleHost
import TestSupport
import Testing

@Suite("One call on a socket that fails", .timeLimit(.minutes(10)))
struct OneFaultTests {
    /// So many calls fail in turn.
    private static let calls = 64

    @Test(
        "Whichever of the first 64 calls fails, answers are right or cut off, nothing is left open, and the next client is served",
        arguments: [ExecutionMode.pool, .inline], OneFault.Kind.allCases)
    func eachCall(execution: ExecutionMode, kind: OneFault.Kind) throws {
        let fault = OneFault()
        try RunningFront.with(execution, faults: fault) { front in
            let scene = try FaultScene(front)
            // Without a fault everything comes, and there are calls enough.
            fault.arm(nil, atCall: 0)
            #expect(try scene.play() == .whole)
            #expect(fault.disarm().calls >= Self.calls)
            for number in 0..<Self.calls {
                fault.arm(kind, atCall: number)
                let outcome = try scene.play()
                let failed = fault.disarm().failed
                let mayBeCutOff = failed.map { kind.isFatal(to: $0) } == true
                let what = "call \(number): \(failed.map { "\($0)" } ?? "none")"
                #expect(outcome == .whole || mayBeCutOff && outcome == .cutOff, "\(what) \(outcome)")
                #expect(front.hasNothingOpenSoon(), "\(what)")
                #expect(try front.connect().get("/say?alive").text == "alive", "\(what)")
            }
        }
    }
}

extension OneFault.Kind {
    /// Whether the connection that the call was made for is lost by it.
    fileprivate func isFatal(to call: SocketCall) -> Bool {
        switch self {
        case .again, .interrupted, .short: false
        case .reset, .exhausted: call != .accept
        }
    }
}

/// What a few clients ask for, one after the other, and what they have to get.
private struct FaultScene {
    enum Outcome: Equatable { case whole, cutOff, wrong(String) }

    private let front: RunningFront
    private let large = [UInt8](repeating: 0x62, count: 96 * 1024)
    private let file: String
    private static let fileSize = 300_000

    init(_ front: RunningFront) throws {
        self.front = front
        try front.create("served", size: Self.fileSize)
        file = front.file("served")
    }

    func play() throws -> Outcome {
        for client in [closedAtOnce, keptConnection, largeAnswers, keptConnection, keptConnection] {
            let outcome = try client()
            guard outcome == .whole else { return outcome }
        }
        // One that goes away while its answer is on its way. What it would have got does not matter.
        let client = try front.connect(receiveBuffer: 4_096)
        client.sendWhatIsTaken(Self.get("/file?\(file),0,-1"))
        client.resetAtEnd()
        return .whole
    }

    /// Requests one after the other, with bodies and without, and several at once at the end.
    private func keptConnection() throws -> Outcome {
        let client = try front.connect()
        let chunked =
            "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n3\r\nfgh\r\n0\r\n\r\n"
        let steps: [(request: [UInt8], texts: [String])] = [
            (Self.get("/say?1"), ["1"]),
            (Self.post(Array("0123456789".utf8)), ["0123456789"]),
            (Array(chunked.utf8), ["abcdefgh"]),
            (Self.get("/file?\(file),0,10"), ["<ffffffffff>"]),
            (Self.get("/stream"), ["piece piece piece "]),
            (Self.get("/say?2") + Self.get("/say?3") + Self.get("/close"), ["2", "3", "bye"]),
        ]
        for step in steps {
            client.sendWhatIsTaken(step.request)
            for text in step.texts {
                let outcome = try Self.receive(client, Array(text.utf8))
                guard outcome == .whole else { return outcome }
            }
        }
        return try Self.end(client)
    }

    /// A large body comes back from memory, and a large file follows, to a client that takes little at once.
    private func largeAnswers() throws -> Outcome {
        let client = try front.connect(receiveBuffer: 4_096)
        client.sendWhatIsTaken(Self.post(large))
        let outcome = try Self.receive(client, large)
        guard outcome == .whole else { return outcome }
        client.sendWhatIsTaken(Self.get("/file?\(file),0,-1", "Connection: close\r\n"))
        let content = [0x3C] + [UInt8](repeating: 0x66, count: Self.fileSize) + [0x3E]
        let last = try Self.receive(client, content)
        return last == .whole ? try Self.end(client) : last
    }

    private func closedAtOnce() throws -> Outcome {
        let client = try front.connect()
        client.sendWhatIsTaken(Self.get("/say?last", "Connection: close\r\n"))
        client.endSending()
        let outcome = try Self.receive(client, Array("last".utf8))
        return outcome == .whole ? try Self.end(client) : outcome
    }

    private static func get(_ target: String, _ fields: String = "") -> [UInt8] {
        Array("GET \(target) HTTP/1.1\r\nHost: a\r\n\(fields)\r\n".utf8)
    }

    private static func post(_ body: [UInt8]) -> [UInt8] {
        Array("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body
    }

    /// Nothing may follow, and the end must come.
    private static func end(_ client: Client) throws -> Outcome {
        try client.receiveUntilCutOff().map { .wrong("there is one more answer, \($0.status)") } ?? .whole
    }

    /// The next answer, which has to be that body, or a beginning of it if the connection ends.
    private static func receive(_ client: Client, _ body: [UInt8]) throws -> Outcome {
        let received: Answer?
        do { received = try client.receiveUntilCutOff() } catch { return .wrong("\(error)") }
        guard let answer = received else { return .cutOff }
        let count = answer.body.count
        guard answer.status == 200, count == body.count || answer.isCutOff && count < body.count else {
            return .wrong("\(answer.status), \(count) bytes of \(body.count)")
        }
        let isEqual = answer.body.withUnsafeBytes { got in
            body.withUnsafeBytes { count == 0 || memcmp(got.baseAddress!, $0.baseAddress!, count) == 0 }
        }
        return !isEqual ? .wrong("other bytes, of \(count)") : answer.isCutOff ? .cutOff : .whole
    }
}
