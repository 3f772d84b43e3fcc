import CModuleABI
import Glibc

/// An internet address with its port.
public struct SocketAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address in numbers, such as "127.0.0.1" or "::1".
    public let host: String
    /// The port.
    public let port: Int

    /// "127.0.0.1:8080" or "[::1]:8080".
    public var description: String {
        host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// Copies an address of the host; nil for null and for other families than IPv4 and IPv6.
    init?(_ address: UnsafeMutablePointer<sockaddr>?) {
        guard let address else { return nil }
        let raw = UnsafeRawPointer(address)
        switch Int32(address.pointee.sa_family) {
        case AF_INET:
            var internet = raw.loadUnaligned(as: sockaddr_in.self)
            self.init(AF_INET, &internet.sin_addr, internet.sin_port)
        case AF_INET6:
            var internet = raw.loadUnaligned(as: sockaddr_in6.self)
            self.init(AF_INET6, &internet.sin6_addr, internet.sin6_port)
        default:
            return nil
        }
    }

    private init?(_ family: Int32, _ number: UnsafeRawPointer, _ port: in_port_t) {
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard inet_ntop(family, number, &text, socklen_t(text.count)) != nil else { return nil }
        host = text.withUnsafeBytes { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        self.port = Int(UInt16(bigEndian: port))
    }
}
