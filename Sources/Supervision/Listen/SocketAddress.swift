import Configuration
import Glibc

/// The system's form of a ``ListenAddress``, and the calls that take pointers to it.
enum SocketAddress {
    static func family(of address: ListenAddress) -> Int32 {
        switch address {
        case .ipv4: AF_INET
        case .ipv6: AF_INET6
        case .unix: AF_UNIX
        }
    }

    /// bind(2). Returns 0 or an errno value.
    static func bind(_ descriptor: Int32, to address: ListenAddress) -> Int32 {
        withSystemForm(of: address) { Glibc.bind(descriptor, $0, $1) == 0 ? 0 : errno }
    }

    /// connect(2). Returns 0 or an errno value.
    static func connect(_ descriptor: Int32, to address: ListenAddress) -> Int32 {
        withSystemForm(of: address) { Glibc.connect(descriptor, $0, $1) == 0 ? 0 : errno }
    }

    /// The port that a bound socket has; nil if it has none.
    static func port(of descriptor: Int32) -> UInt16? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutableBytes(of: &storage) { bytes in
            guard let base = bytes.baseAddress,
                getsockname(descriptor, base.assumingMemoryBound(to: sockaddr.self), &length) == 0
            else { return nil }
            // The port stands at the same place in both forms, in network order.
            return UInt16(bytes[2]) << 8 | UInt16(bytes[3])
        }
    }

    private static func withSystemForm(
        of address: ListenAddress, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var storage = sockaddr_storage()
        var length = 0
        switch address {
        case .ipv4(let bytes, let port):
            var form = sockaddr_in()
            form.sin_family = sa_family_t(AF_INET)
            form.sin_port = port.bigEndian
            withUnsafeMutableBytes(of: &form.sin_addr) { $0.copyBytes(from: bytes.prefix(4)) }
            length = MemoryLayout<sockaddr_in>.size
            withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: form, as: sockaddr_in.self) }
        case .ipv6(let bytes, let port):
            var form = sockaddr_in6()
            form.sin6_family = sa_family_t(AF_INET6)
            form.sin6_port = port.bigEndian
            withUnsafeMutableBytes(of: &form.sin6_addr) { $0.copyBytes(from: bytes.prefix(16)) }
            length = MemoryLayout<sockaddr_in6>.size
            withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: form, as: sockaddr_in6.self) }
        case .unix(let path):
            var form = sockaddr_un()
            form.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &form.sun_path) { $0.copyBytes(from: path.utf8.prefix(ListenAddress.pathLimit)) }
            length = MemoryLayout<sockaddr_un>.size
            withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: form, as: sockaddr_un.self) }
        }
        return withUnsafeBytes(of: &storage) { bytes in
            guard let base = bytes.baseAddress else { return EINVAL }
            return body(base.assumingMemoryBound(to: sockaddr.self), socklen_t(length))
        }
    }
}
