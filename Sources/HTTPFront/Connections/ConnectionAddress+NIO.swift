import Glibc
import ModuleHost
import NIOCore

extension ConnectionAddress {
    /// From the address of a channel; one that is missing (the client is gone already) is 0.0.0.0:0.
    init(_ address: SocketAddress?) {
        switch address {
        case .v4(let address):
            let value = address.address
            self = .ipv4(UInt32(bigEndian: value.sin_addr.s_addr), port: UInt16(bigEndian: value.sin_port))
        case .v6(let address):
            let value = address.address
            let words = value.sin6_addr.__in6_u.__u6_addr32
            self = .ipv6(
                high: UInt64(UInt32(bigEndian: words.0)) << 32 | UInt64(UInt32(bigEndian: words.1)),
                low: UInt64(UInt32(bigEndian: words.2)) << 32 | UInt64(UInt32(bigEndian: words.3)),
                port: UInt16(bigEndian: value.sin6_port), scope: value.sin6_scope_id)
        case .unixDomainSocket: self = .unix(address?.pathname ?? "")
        case nil: self = .ipv4(0, port: 0)
        }
    }
}
