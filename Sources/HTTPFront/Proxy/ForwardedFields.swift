package import HTTPCodec

/// The fields of one request in which proxies say whom it comes from. A value.
package struct ForwardedFields: Sendable, Equatable {
    /// The values of all lines of a field, in order.
    package var forwarded: [String] = []
    package var forwardedFor: [String] = []
    package var forwardedProto: [String] = []
    package var forwardedHost: [String] = []

    package init() {}

    /// Picks them out of the head that was decoded last, whose bytes are given.
    package init(_ decoder: HeadDecoder, in bytes: Span<UInt8>) {
        for index in 0..<decoder.fieldCount {
            let field = decoder.field(at: index)
            guard field.knownID < 0 else { continue }
            let name = bytes.extracting(field.name.range)
            let path: WritableKeyPath<ForwardedFields, [String]>
            switch name.count {
            case 9 where Self.equal(name, "forwarded"): path = \.forwarded
            case 15 where Self.equal(name, "x-forwarded-for"): path = \.forwardedFor
            case 17 where Self.equal(name, "x-forwarded-proto"): path = \.forwardedProto
            case 16 where Self.equal(name, "x-forwarded-host"): path = \.forwardedHost
            default: continue
            }
            self[keyPath: path].append(Self.text(bytes.extracting(field.value.range)))
        }
    }

    /// Whether no proxy says anything.
    package var isEmpty: Bool {
        forwarded.isEmpty && forwardedFor.isEmpty && forwardedProto.isEmpty && forwardedHost.isEmpty
    }

    private static func equal(_ name: Span<UInt8>, _ lowercase: String) -> Bool {
        var index = 0
        for byte in lowercase.utf8 {
            let own = name[index]
            guard own == byte || (own &- 0x41 < 26 && own | 0x20 == byte) else { return false }
            index += 1
        }
        return true
    }

    private static func text(_ bytes: Span<UInt8>) -> String {
        var copy: [UInt8] = []
        for index in bytes.indices { copy.append(bytes[index]) }
        return String(decoding: copy, as: UTF8.self)
    }
}
