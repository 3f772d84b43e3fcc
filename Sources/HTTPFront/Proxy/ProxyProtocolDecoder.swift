/// Reads the header of the PROXY protocol, versions 1 and 2, from the first bytes of a connection.
///
/// It keeps nothing between calls: a header is short, so it is read again from its beginning whenever more bytes have come. What
/// cannot become a header is refused at its first wrong byte.
package enum ProxyProtocolDecoder {
    /// What the bytes so far come to.
    package enum Outcome: Sendable, Equatable {
        /// Too early to tell.
        case needMore
        /// A header that is `length` bytes long.
        case header(ProxyHeader, length: Int)
        /// The connection cannot be used.
        case failure(ProxyHeaderError)
    }

    /// The most bytes that a header may have; longer ones are refused.
    package static let longest = 4096

    /// Reads all bytes that have come so far. Pure; any thread.
    package static func decode(_ bytes: Span<UInt8>) -> Outcome {
        guard bytes.count > 0 else { return .needMore }
        do throws(ProxyHeaderError) {
            let isText = bytes[0] == UInt8(ascii: "P")
            let found = isText ? try decodeText(bytes) : try decodeBinary(bytes)
            return found.map { .header($0, length: $1) } ?? .needMore
        } catch {
            return .failure(error)
        }
    }

    /// Whether the bytes agree with `expected` as far as both go.
    static func agree(_ bytes: Span<UInt8>, _ expected: [UInt8]) -> Bool {
        for index in 0..<min(bytes.count, expected.count) where bytes[index] != expected[index] { return false }
        return true
    }
}
