import Configuration
import FoundationEssentials
import HTTPFront
import Logging
import ModuleHost
import TestSupport

/// A front without modules, so that each request is answered 404, whose access log can be read at the end.
final class LoggedFront {
    /// A line of the log.
    struct Line: Decodable, Equatable {
        var client: String
        var server: String
        var method: String?
        var target: String?
        var path: String?
        var query: String?
        var host: String?
        var userAgent: String?
        var referer: String?
        var status: Int
        var win32Status: Int
        var bytesSent: Int
        var bodyBytesSent: Int
        var bytesReceived: Int

        enum CodingKeys: String, CodingKey {
            case method, target, path, query, host, referer, status
            case client = "client_ip"
            case server = "server_ip"
            case userAgent = "user_agent"
            case win32Status = "win32_status"
            case bytesSent = "bytes_sent"
            case bodyBytesSent = "body_bytes_sent"
            case bytesReceived = "bytes_received"
        }
    }

    private let folder: TemporaryFolder
    private let host: ModuleHost
    private let log: AccessLog
    private let front: HTTPFront
    private let address: Address
    private var hasStopped = false

    init(proxies: ProxyPolicy = ProxyPolicy()) throws {
        folder = try TemporaryFolder()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        host = try ModuleHost(ServerConfiguration(), logger: logger)
        log = try AccessLog(
            AccessLogConfiguration(path: folder.file("log"), format: .json), product: host.product,
            siteName: "Default Web Site", logger: logger)
        ignoreBrokenPipes()
        front = try HTTPFront(
            host: host, threads: 1, logger: logger, hooks: ThreadHooks(), proxies: proxies, accessLog: log,
            faults: SeededFaults.ofEnvironment)
        let (listener, address) = try Address.ipv4(port: 0).listen()
        self.address = address
        try front.listen(on: [listener])
    }

    deinit { stop() }

    /// Sends the pieces one by one and waits for the end of the connection. Returns the answers.
    @discardableResult
    func exchange(_ pieces: [UInt8]...) throws -> [Answer] {
        let client = try Client(address)
        for piece in pieces { try client.send(piece) }
        return try client.receiveAll()
    }

    /// Ends the front and gives the lines of its log.
    func lines() throws -> [Line] {
        stop()
        return try folder.text("log").split(separator: "\n").map {
            try JSONDecoder().decode(Line.self, from: Data($0.utf8))
        }
    }

    private func stop() {
        guard !hasStopped else { return }
        hasStopped = true
        host.stopListening(isGraceful: true)
        front.drain()
        front.shutdown()
        log.close()
        host.unload()
    }
}
