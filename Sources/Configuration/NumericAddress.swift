import Glibc

/// Numeric IPv4 and IPv6 addresses as text and as bytes in network order. Names are never looked up.
package enum NumericAddress {
    /// The four bytes of an IPv4 address; nil if the text is none.
    package static func ipv4(_ text: String) -> [UInt8]? { bytes(of: text, family: AF_INET, count: 4) }

    /// The sixteen bytes of an IPv6 address; nil if the text is none.
    package static func ipv6(_ text: String) -> [UInt8]? { bytes(of: text, family: AF_INET6, count: 16) }

    /// The text of the four bytes of an IPv4 address.
    package static func text(ofIPv4 bytes: [UInt8]) -> String { text(of: bytes, family: AF_INET, count: 4) }

    /// The text of the sixteen bytes of an IPv6 address.
    package static func text(ofIPv6 bytes: [UInt8]) -> String { text(of: bytes, family: AF_INET6, count: 16) }

    private static func bytes(of text: String, family: Int32, count: Int) -> [UInt8]? {
        var bytes = [UInt8](repeating: 0, count: count)
        guard !text.utf8.contains(0), inet_pton(family, text, &bytes) == 1 else { return nil }
        return bytes
    }

    private static func text(of bytes: [UInt8], family: Int32, count: Int) -> String {
        var characters = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        guard bytes.count == count, inet_ntop(family, bytes, &characters, socklen_t(characters.count)) != nil else {
            return "?"
        }
        return String(decoding: characters.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
