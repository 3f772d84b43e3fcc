import Glibc

/// A blocking client that sends whatever bytes it is told to. No operation takes longer than twenty seconds.
final class StrictClient {
    struct Failure: Error, CustomStringConvertible {
        let description: String
        init(_ description: String) { self.description = description }
    }

    private let descriptor: CInt
    private var received: [UInt8] = []
    /// The server has closed its side.
    private(set) var hasEnded = false

    /// `receiveBuffer` is what the system keeps for a client that does not read.
    init(port: UInt16, receiveBuffer: CInt? = nil) throws {
        descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<CInt>.size))
        }
        var one: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<CInt>.size))
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

    /// A client of a unix socket.
    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let isConnected = Self.withAddress(of: path) { Glibc.connect(descriptor, $0, $1) == 0 }
        guard isConnected else { throw Failure("no connection: \(String(cString: strerror(errno)))") }
    }

    /// Calls `body` with the address of a unix socket.
    static func withAddress<Result>(of path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }

    // MARK: Sending

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        guard sendWhatIsTaken(bytes) == bytes.count else {
            throw Failure("cannot send: \(String(cString: strerror(errno)))")
        }
    }

    /// Sends until the server has gone away; answers how many bytes it took.
    @discardableResult
    func sendWhatIsTaken(_ bytes: [UInt8]) -> Int {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        return sent
    }

    /// Says that nothing more will be sent. Answers can still be read.
    func endSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// The end of this client will be a reset, as from one that crashed.
    func resetAtEnd() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    // MARK: Waiting

    /// Whether something can be read, or the connection has ended, within that many milliseconds.
    func hasAnswer(within milliseconds: CInt) -> Bool {
        !received.isEmpty || wait(for: Int16(POLLIN), milliseconds) != 0
    }

    /// Waits, without reading anything, until the server has reset the connection.
    func waitForReset() throws {
        guard wait(for: 0, 60_000) & Int16(POLLERR) != 0 else { throw Failure("the connection was not reset") }
    }

    private func wait(for events: Int16, _ milliseconds: CInt) -> Int16 {
        var request = pollfd(fd: descriptor, events: events, revents: 0)
        poll(&request, 1, milliseconds)
        return request.revents
    }

    // MARK: Receiving

    /// The next answer.
    func receive(isHead: Bool = false) throws -> StrictAnswer {
        while true {
            var rest = received[...]
            if let answer = try StrictAnswer(&rest, isHead: isHead, hasEnded: hasEnded) {
                received = Array(rest)
                return answer
            }
            guard !hasEnded else {
                throw Failure("the connection ended inside an answer: \(String(decoding: received, as: UTF8.self))")
            }
            try receiveMore()
        }
    }

    /// The size of the next answer's body, which is not kept; it has a length or chunks.
    func receiveSize() throws -> Int {
        var size = 0
        let length = try receiveHead()
        if let length {
            size = length
            try skip(length)
            return size
        }
        while true {
            guard let chunk = Int(try receiveLine(), radix: 16) else { throw Failure("no chunk size") }
            if chunk > 0 { try skip(chunk) }
            guard try receiveLine() == "" else { throw Failure("a chunk does not end") }
            size += chunk
            if chunk == 0 { return size }
        }
    }

    /// The announced length; nil for chunks.
    private func receiveHead() throws -> Int? {
        var length: Int?
        while true {
            let line = try receiveLine()
            if line.isEmpty { return length }
            if line.hasPrefix("Content-Length: ") { length = Int(line.dropFirst(16)) }
        }
    }

    private func receiveLine() throws -> String {
        while true {
            if let end = received.firstIndex(of: 0x0A) {
                let line = String(decoding: received[..<end].dropLast(), as: UTF8.self)
                received.removeFirst(end + 1)
                return line
            }
            guard !hasEnded else { throw Failure("the connection ended inside an answer") }
            try receiveMore()
        }
    }

    private func skip(_ count: Int) throws {
        var left = count
        while true {
            let taken = min(left, received.count)
            received.removeFirst(taken)
            left -= taken
            if left == 0 { return }
            guard !hasEnded else { throw Failure("the connection ended inside an answer") }
            try receiveMore()
        }
    }

    /// All answers until the server closes the connection.
    func receiveAll(isHead: Bool = false) throws -> [StrictAnswer] {
        while !hasEnded { try receiveMore() }
        var answers: [StrictAnswer] = []
        while !received.isEmpty { answers.append(try receive(isHead: isHead)) }
        return answers
    }

    /// Waits for the end of the connection and expects nothing before it.
    func receiveEnd() throws {
        let rest = try receiveAll()
        guard rest.isEmpty else { throw Failure("\(rest.count) answers too many: \(rest.map(\.status))") }
    }

    /// Takes what the server has sent until `count` bytes of it are there, or the end is.
    func receiveAtLeast(_ count: Int) throws {
        while received.count < count, !hasEnded { try receiveMore() }
    }

    private func receiveMore() throws {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        guard count >= 0 else {
            throw Failure(
                "cannot read: \(String(cString: strerror(errno))); so far: \(String(decoding: received, as: UTF8.self))"
            )
        }
        if count == 0 { hasEnded = true }
        received += buffer[..<count]
    }
}
