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

extension ConnectionAddress {
    /// Reads a numeric IPv4 or IPv6 address, without brackets, port or zone; nil if it is none.
    init?(numeric text: String, port: UInt16) {
        // What C would read differently, such as a zero byte, is none.
        guard text.utf8.allSatisfy({ ByteSet.address.contains($0) }) else { return nil }
        var bytes = [UInt8](repeating: 0, count: 16)
        if inet_pton(AF_INET, text, &bytes) == 1 {
            self = .ipv4(UInt32(truncatingIfNeeded: Self.word(bytes[..<4])), port: port)
        } else if inet_pton(AF_INET6, text, &bytes) == 1 {
            self = .ipv6(high: Self.word(bytes[..<8]), low: Self.word(bytes[8...]), port: port, scope: 0)
        } else {
            return nil
        }
    }

    /// Reads an address with an optional port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`.
    init?(node text: String) {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]"), let port = Self.port(behind: text[text.index(after: end)...]),
                case .ipv6(let high, let low, _, let scope) = ConnectionAddress(
                    numeric: String(text[text.index(after: text.startIndex)..<end]), port: 0)
            else { return nil }
            self = .ipv6(high: high, low: low, port: port, scope: scope)
        } else if let whole = ConnectionAddress(numeric: text, port: 0) {
            self = whole
        } else {
            guard let colon = text.firstIndex(of: ":"), let port = Self.port(behind: text[colon...]),
                case .ipv4(let bytes, _) = ConnectionAddress(numeric: String(text[..<colon]), port: 0)
            else { return nil }
            self = .ipv4(bytes, port: port)
        }
    }

    /// `:80`, or nothing, which is 0. Nil for anything else.
    private static func port(behind text: Substring) -> UInt16? {
        if text.isEmpty { return 0 }
        let digits = text.dropFirst()
        guard text.hasPrefix(":"), !digits.isEmpty, digits.utf8.count <= 5, digits.utf8.allSatisfy({ $0 &- 0x30 < 10 })
        else { return nil }
        return UInt16(digits)
    }

    /// Up to eight bytes, the first in the highest place.
    static func word(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
}
