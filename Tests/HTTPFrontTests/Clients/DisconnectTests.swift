import Configuration
import ModuleHost
import TestSupport
import Testing

@Suite("Clients that go away")
struct DisconnectTests {
    /// What a client is in the middle of.
    private static let scenes = [
        "GET /say?1 HTTP/1.1\r\nHost: a\r\n\r\nGET /say?2 HTTP/1.1\r\nHost: a\r\n\r\n",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + String(repeating: "b", count: 100),
        "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n32\r\n"
            + String(repeating: "b", count: 50) + "\r\n0\r\nX: y\r\n\r\n",
        "POST /say HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n" + String(repeating: "b", count: 100),
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\nExpect: 100-continue\r\n\r\n",
        "GET /much HTTP/1.1\r\nHost: a\r\n\r\nGET /much HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /stream HTTP/1.1\r\nHost: a\r\n\r\nGET /stream HTTP/1.0\r\n\r\n",
        "GET /say HTTP/1.1\r\nHost: a\r\n : \r\n\r\n",
    ]

    @Test(
        "A client that goes away at any place leaves a server that goes on",
        arguments: [ExecutionMode.pool, .inline, .auto])
    func anywhere(execution: ExecutionMode) throws {
        var random = SplitMix64(seed: 9_112)
        try RunningFront.with(execution) { front in
            for round in 0..<100 {
                let scene = Array(Self.scenes[round % Self.scenes.count].utf8)
                let client = try front.connect()
                client.sendWhatIsTaken(Array(scene[..<Int.random(in: 0...scene.count, using: &random)]))
                switch Int.random(in: 0..<4, using: &random) {
                case 0: client.resetAtEnd()
                case 1: client.endSending()
                case 2:
                    // Goes away while an answer is on its way.
                    client.sendWhatIsTaken(scene)
                    try client.receiveAtLeast(1)
                    client.resetAtEnd()
                default: break
                }
            }
            let client = try front.connect()
            try client.send("GET /say?alive HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            #expect(try client.receiveAll().map(\.text) == ["alive"])
        }
    }
}
