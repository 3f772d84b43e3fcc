import Glibc

/// Where a server listens, as it says itself.
enum Address: Equatable {
    case ipv4(port: UInt16)
    case ipv6(port: UInt16)
    case unix(path: String)

    init(parsing text: some StringProtocol) throws {
        let port = UInt16(text.split(separator: ":").last ?? "") ?? 0
        if text.hasPrefix("unix:") {
            self = .unix(path: String(text.dropFirst("unix:".count)))
        } else if text.hasPrefix("http://["), port != 0 {
            self = .ipv6(port: port)
        } else if text.hasPrefix("http://127.0.0.1:"), port != 0 {
            self = .ipv4(port: port)
        } else {
            throw TestFailure("\(text) is no address of the kind that tests use")
        }
    }
}

/// The answer to one request.
struct Answer: Equatable {
    let status: Int
    let body: String
    /// The whole of it, as received.
    let text: String
}

/// A connection to a server that sends and waits: the other side of every test. Closed with this object.
final class Client {
    private let descriptor: Int32

    init(_ address: Address) throws {
        switch address {
        case .ipv4(let port): descriptor = try Self.connect(AF_INET) { Self.fillIPv4(&$0, port) }
        case .ipv6(let port): descriptor = try Self.connect(AF_INET6) { Self.fillIPv6(&$0, port) }
        case .unix(let path): descriptor = try Self.connect(AF_UNIX) { Self.fillUnix(&$0, path) }
        }
    }

    deinit { close(descriptor) }

    /// Sends one request, after whose answer the server closes, and reads the answer.
    func get(_ path: String) throws -> Answer {
        try send("GET \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n")
        return try Self.answer(from: readToEnd())
    }

    /// Sends one request and reads its answer; the connection stays open. For answers that say their length.
    func getAndKeep(_ path: String) throws -> Answer {
        try send("GET \(path) HTTP/1.1\r\nHost: test\r\n\r\n")
        var text = ""
        while true {
            if let answer = Self.wholeAnswer(in: text) { return answer }
            guard let more = try read() else { throw TestFailure("the connection ended after \"\(text)\"") }
            text += more
        }
    }

    func send(_ text: String) throws {
        let bytes = Array(text.utf8)
        guard Glibc.send(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count else {
            throw TestFailure("sending failed: \(String(cString: strerror(errno)))")
        }
    }

    /// Everything until the server closes or breaks the connection.
    func readToEnd() throws -> String {
        var text = ""
        while let more = try read() { text += more }
        return text
    }

    /// The number of bytes until the server closes or breaks the connection.
    func countToEnd() throws -> Int {
        var count = 0
        while let more = try read() { count += more.utf8.count }
        return count
    }

    /// Ends this side, as a client does that leaves without having been sent anything.
    func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

    /// Breaks the connection off, so that the server sees it at once.
    func reset() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
        // The number stays this object's until it goes.
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        dup2(null, descriptor)
        close(null)
    }

    /// What has arrived; nil at the end, orderly or not.
    func read() throws -> String? {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = recv(descriptor, &bytes, bytes.count, 0)
        if count > 0 { return String(decoding: bytes[..<count], as: UTF8.self) }
        if count < 0, errno != ECONNRESET, errno != EPIPE {
            throw TestFailure("no answer: \(String(cString: strerror(errno)))")
        }
        return nil
    }

    private static func wholeAnswer(in text: String) -> Answer? {
        guard let head = text.firstRange(of: "\r\n\r\n"), let answer = try? answer(from: text),
            let field = text[..<head.lowerBound].firstRange(of: "Content-Length: "),
            let length = Int(text[field.upperBound...].prefix { $0.isNumber }), answer.body.utf8.count >= length
        else { return nil }
        return answer
    }

    private static func answer(from text: String) throws -> Answer {
        let words = text.prefix { !$0.isNewline }.split(separator: " ")
        guard words.count > 1, words[0] == "HTTP/1.1", let status = Int(words[1]),
            let head = text.firstRange(of: "\r\n\r\n")
        else { throw TestFailure("no answer but \"\(text)\"") }
        return Answer(status: status, body: String(text[head.upperBound...]), text: text)
    }

    // MARK: Connecting

    /// Waits at most as long as a test waits for anything.
    private static func connect(
        _ family: Int32, _ fill: (inout sockaddr_storage) throws -> Int
    ) throws -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(family, kind, 0)
        var limit = timeval(tv_sec: Int(RunningProcess.limit), tv_usec: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var storage = sockaddr_storage()
        let length = try fill(&storage)
        let code = withUnsafeBytes(of: &storage) { bytes in
            Glibc.connect(descriptor, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(length))
        }
        guard code == 0 else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw TestFailure("connecting failed: \(reason)")
        }
        return descriptor
    }

    private static func fillIPv4(_ storage: inout sockaddr_storage, _ port: UInt16) -> Int {
        var form = sockaddr_in()
        form.sin_family = sa_family_t(AF_INET)
        form.sin_port = port.bigEndian
        form.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: form, as: sockaddr_in.self) }
        return MemoryLayout<sockaddr_in>.size
    }

    private static func fillIPv6(_ storage: inout sockaddr_storage, _ port: UInt16) -> Int {
        var form = sockaddr_in6()
        form.sin6_family = sa_family_t(AF_INET6)
        form.sin6_port = port.bigEndian
        withUnsafeMutableBytes(of: &form.sin6_addr) { $0[15] = 1 }
        withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: form, as: sockaddr_in6.self) }
        return MemoryLayout<sockaddr_in6>.size
    }

    private static func fillUnix(_ storage: inout sockaddr_storage, _ path: String) -> Int {
        var form = sockaddr_un()
        form.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &form.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: form, as: sockaddr_un.self) }
        return MemoryLayout<sockaddr_un>.size
    }
}
