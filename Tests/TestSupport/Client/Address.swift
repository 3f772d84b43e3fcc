import Glibc

/// An address of a server on this machine.
package enum Address: Equatable, Sendable {
    /// 127.0.0.<host>: Linux answers for all of them.
    case ipv4(port: UInt16, host: UInt8 = 1)
    /// ::1.
    case ipv6(port: UInt16)
    case unix(path: String)

    /// The address in the form in which modhost says that it listens: "http://127.0.0.1:8080", "unix:/run/a.sock".
    package init(parsing text: some StringProtocol) throws {
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

    /// Its port; 0 for a unix socket.
    package var port: UInt16 {
        switch self {
        case .ipv4(let port, _), .ipv6(let port): port
        case .unix: 0
        }
    }

    /// Opens a socket for it that listens. A port of 0 becomes
    /// one that the kernel chooses. The caller closes the descriptor, or gives it to a server that does.
    package func listen() throws -> (descriptor: CInt, address: Address) {
        let descriptor = openSocket()
        let isListening = withSocketAddress { bind(descriptor, $0, $1) == 0 && Glibc.listen(descriptor, 128) == 0 }
        guard isListening else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw TestFailure("nothing can listen on \(self): \(reason)")
        }
        return (descriptor, bound(descriptor))
    }

    /// A stream socket of its family that programs started by other tests do not inherit; -1 with `errno` set.
    func openSocket() -> CInt {
        let family =
            switch self {
            case .ipv4: AF_INET
            case .ipv6: AF_INET6
            case .unix: AF_UNIX
            }
        return socket(family, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    }

    /// Calls `body` with the address as the system calls take it.
    func withSocketAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var storage = sockaddr_storage()
        let length: Int
        switch self {
        case .ipv4(let port, let host):
            var form = sockaddr_in()
            form.sin_family = sa_family_t(AF_INET)
            form.sin_port = port.bigEndian
            form.sin_addr.s_addr = (0x7F00_0000 + UInt32(host)).bigEndian
            length = Self.store(form, in: &storage)
        case .ipv6(let port):
            var form = sockaddr_in6()
            form.sin6_family = sa_family_t(AF_INET6)
            form.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &form.sin6_addr) { $0[15] = 1 }
            length = Self.store(form, in: &storage)
        case .unix(let path):
            var form = sockaddr_un()
            form.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &form.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
            length = Self.store(form, in: &storage)
        }
        return withUnsafeBytes(of: &storage) { bytes in
            body(bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), socklen_t(length))
        }
    }

    private static func store<Form>(_ form: Form, in storage: inout sockaddr_storage) -> Int {
        withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: form, as: Form.self) }
        return MemoryLayout<Form>.size
    }

    /// This address with the port that a socket got.
    private func bound(_ descriptor: CInt) -> Address {
        if case .unix = self { return self }
        var storage = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutableBytes(of: &storage) { bytes in
            getsockname(descriptor, bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self), &size)
            // The port is at the same place in both families.
            let port = UInt16(bigEndian: bytes.load(fromByteOffset: 2, as: UInt16.self))
            if case .ipv4(_, let host) = self { return .ipv4(port: port, host: host) }
            return .ipv6(port: port)
        }
    }
}
