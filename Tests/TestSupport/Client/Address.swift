import Glibc
import OperatingSystem

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
        let isListening = endpoint.bind(descriptor) == 0 && Glibc.listen(descriptor, 128) == 0
        guard isListening else {
            let reason = String(cString: strerror(errno))
            close(descriptor)
            throw TestFailure("nothing can listen on \(self): \(reason)")
        }
        return (descriptor, bound(descriptor))
    }

    /// A stream socket of its family that programs started by other tests do not inherit; -1 with `errno` set.
    func openSocket() -> CInt {
        socket(endpoint.family, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
    }

    /// The address as the system calls take it.
    var endpoint: EndpointAddress {
        switch self {
        case .ipv4(let port, let host): .ipv4(0x7F00_0000 + UInt32(host), port: port)
        case .ipv6(let port): .ipv6(high: 0, low: 1, port: port, scope: 0)
        case .unix(let path): .unix(path)
        }
    }

    /// This address with the port that a socket got.
    private func bound(_ descriptor: CInt) -> Address {
        let port = EndpointAddress(boundTo: descriptor)?.port ?? 0
        return switch self {
        case .ipv4(_, let host): .ipv4(port: port, host: host)
        case .ipv6: .ipv6(port: port)
        case .unix: self
        }
    }
}
