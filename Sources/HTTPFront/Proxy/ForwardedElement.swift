/// What one proxy says in a Forwarded field (RFC 7239, section 4). A value.
struct ForwardedElement: Equatable {
    var node: String?
    var proto: String?
    var host: String?

    /// The elements of one line, in order; nil if any part of it is malformed.
    static func parse(_ line: String) -> [ForwardedElement]? {
        var elements: [ForwardedElement] = []
        var scanner = Scanner(line)
        repeat {
            scanner.skipBlanks()
            // Empty elements of a list are passed over.
            if scanner.isAtElementEnd { continue }
            guard let element = parseElement(&scanner) else { return nil }
            elements.append(element)
        } while scanner.takeSeparator(",")
        return scanner.isAtEnd ? elements : nil
    }

    private static func parseElement(_ scanner: inout Scanner) -> ForwardedElement? {
        var element = ForwardedElement()
        repeat {
            scanner.skipBlanks()
            if scanner.isAtPairEnd { continue }
            guard let name = scanner.token(), scanner.take("="), let value = scanner.value() else { return nil }
            let path: WritableKeyPath<ForwardedElement, String?>
            switch name.lowercased() {
            case "for": path = \.node
            case "proto": path = \.proto
            case "host": path = \.host
            default: continue
            }
            // A parameter occurs once in an element.
            guard element[keyPath: path] == nil else { return nil }
            element[keyPath: path] = value
        } while scanner.takeSeparator(";")
        return scanner.isAtElementEnd ? element : nil
    }

    /// Reads a line from left to right.
    private struct Scanner {
        private let bytes: [UInt8]
        private var position = 0

        init(_ line: String) { bytes = Array(line.utf8) }

        private var next: UInt8? { position < bytes.count ? bytes[position] : nil }
        var isAtEnd: Bool { next == nil }
        var isAtElementEnd: Bool { next == nil || next == UInt8(ascii: ",") }
        var isAtPairEnd: Bool { isAtElementEnd || next == UInt8(ascii: ";") }

        mutating func skipBlanks() { while next == 0x20 || next == 0x09 { position += 1 } }

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard next == UInt8(ascii: character) else { return false }
            position += 1
            return true
        }

        /// Between elements and pairs, unlike around `=`, there may be blanks.
        mutating func takeSeparator(_ character: Unicode.Scalar) -> Bool {
            skipBlanks()
            return take(character)
        }

        mutating func token() -> String? {
            let start = position
            while let next, ByteSet.token.contains(next) { position += 1 }
            return start < position ? String(decoding: bytes[start..<position], as: UTF8.self) : nil
        }

        /// A token or a quoted string.
        mutating func value() -> String? {
            guard next == UInt8(ascii: "\"") else { return token() }
            position += 1
            var text: [UInt8] = []
            while let byte = next {
                position += 1
                if byte == UInt8(ascii: "\"") { return String(decoding: text, as: UTF8.self) }
                if byte == UInt8(ascii: "\\") {
                    guard let escaped = next else { return nil }
                    position += 1
                    text.append(escaped)
                } else {
                    text.append(byte)
                }
            }
            return nil
        }
    }
}

/// A set of ASCII characters.
struct ByteSet: Sendable {
    private let low: UInt64
    private let high: UInt64

    init(_ characters: StaticString) {
        var low: UInt64 = 0
        var high: UInt64 = 0
        for byte in "\(characters)".utf8 {
            if byte < 64 { low |= 1 << UInt64(byte) } else if byte < 128 { high |= 1 << UInt64(byte - 64) }
        }
        self.low = low
        self.high = high
    }

    func contains(_ byte: UInt8) -> Bool {
        if byte < 64 { return low >> UInt64(byte) & 1 == 1 }
        return byte < 128 && high >> UInt64(byte - 64) & 1 == 1
    }

    /// What a numeric address consists of.
    static let address = ByteSet("0123456789abcdefABCDEF:.")
    /// What a host name consists of, as far as it is taken from a proxy.
    static let hostName = ByteSet("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-._")
    /// What a token of HTTP consists of (RFC 9110, section 5.6.2).
    static let token = ByteSet("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$%&'*+-.^_`|~")
}
