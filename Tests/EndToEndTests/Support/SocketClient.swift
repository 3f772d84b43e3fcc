import Glibc
import ModuleTesting

/// A small blocking HTTP/1.1 client that waits for at most ten seconds.
final class SocketClient {
    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    private let descriptor: CInt
    private var received: [UInt8] = []

    init(port: UInt16) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | 0o2000000, 0)
        var limit = timeval(tv_sec: 10, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard result == 0 else { throw Failure("no connection: \(String(cString: strerror(errno)))") }
    }

    deinit { close(descriptor) }

    /// Sends one request and reads its answer. The connection stays open if both sides let it.
    func respond(to request: TestRequest) throws -> Answer {
        try send(Self.bytes(of: request))
        return try readAnswer(hasBody: request.method != "HEAD")
    }

    static func bytes(of request: TestRequest) -> [UInt8] {
        var head = "\(request.method) \(request.target) HTTP/1.1\r\n"
        if !request.headers.contains(where: { $0.name.lowercased() == "host" }) { head += "Host: test\r\n" }
        for header in request.headers { head += "\(header.name): \(header.value)\r\n" }
        if let body = request.body { head += "Content-Length: \(body.count)\r\n" }
        return Array((head + "\r\n").utf8) + (request.body ?? [])
    }

    func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw Failure("cannot send: \(String(cString: strerror(errno)))") }
            sent += count
        }
    }

    /// Everything until the end of the connection.
    func readToEnd() throws -> String {
        while try receive() {}
        return String(decoding: received, as: UTF8.self)
    }

    // MARK: Reading an answer

    func readAnswer(hasBody: Bool = true) throws -> Answer {
        let head = try readHead()
        let lines = head.split(separator: "\r\n")
        let words = (lines.first ?? "").split(separator: " ", maxSplits: 2)
        guard words.count >= 2, let status = Int(words[1]) else { throw Failure("no status line: \(head)") }
        var answer = Answer(status: status, reason: words.count > 2 ? String(words[2]) : "", headers: [], body: [])
        for line in lines.dropFirst() {
            guard let colon = line.firstIndex(of: ":") else { throw Failure("no field: \(line)") }
            let value = line[line.index(after: colon)...].drop { $0 == " " }
            answer.headers.append((String(line[..<colon]), String(value)))
        }
        if hasBody, status != 204, status != 304 { answer.body = try readBody(answer) }
        return answer
    }

    private func readHead() throws -> String {
        while true {
            if let end = find([13, 10, 13, 10]) { return String(decoding: take(end + 4), as: UTF8.self) }
            guard try receive() else { throw Failure("the connection ended before the head: \(received.count) bytes") }
        }
    }

    private func readBody(_ answer: Answer) throws -> [UInt8] {
        if answer["Transfer-Encoding"]?.lowercased() == "chunked" { return try readChunks() }
        if let length = answer["Content-Length"].flatMap({ Int($0) }) {
            try fill(length)
            return take(length)
        }
        while try receive() {}
        return take(received.count)
    }

    private func readChunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            while find([13, 10]) == nil {
                guard try receive() else { throw Failure("the connection ended between chunks") }
            }
            let line = String(decoding: take(find([13, 10])! + 2).dropLast(2), as: UTF8.self)
            guard let size = Int(line, radix: 16) else { throw Failure("no chunk size: \(line)") }
            try fill(size + 2)
            body += take(size)
            guard take(2) == [13, 10] else { throw Failure("a chunk does not end") }
            if size == 0 { return body }
        }
    }

    private func find(_ pattern: [UInt8]) -> Int? {
        guard received.count >= pattern.count else { return nil }
        return (0...(received.count - pattern.count)).first { start in
            received[start..<(start + pattern.count)].elementsEqual(pattern)
        }
    }

    private func fill(_ count: Int) throws {
        while received.count < count {
            guard try receive() else { throw Failure("the connection ended after \(received.count) of \(count) bytes") }
        }
    }

    private func take(_ count: Int) -> [UInt8] {
        defer { received.removeFirst(count) }
        return Array(received[..<count])
    }

    /// False at the end of the connection.
    private func receive() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else { throw Failure("cannot read: \(String(cString: strerror(errno)))") }
        received += buffer[..<count]
        return count > 0
    }
}
