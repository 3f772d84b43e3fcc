/// Text of clients, modules, files and other processes, as it may stand in a line of the log or on a terminal.
///
/// What cannot be seen, ends a line or turns the direction of writing becomes its number, as in `\u{1b}`; a byte that is no part
/// of UTF-8 becomes `\xff`. All other text stays as it is. Pure; any thread.
package enum PrintableText {
    /// Makes `text` printable.
    ///
    /// - Parameters:
    ///   - limit: the most characters that the result has, before the mark of a text that is cut off.
    ///   - inQuotes: whether it will stand between quotes: quotes and backslashes become their numbers then.
    package static func of(_ text: String, limit: Int = .max, inQuotes: Bool = false) -> String {
        of(text.utf8, limit: limit, inQuotes: inQuotes)
    }

    /// The same for bytes, which should be UTF-8.
    package static func of(_ bytes: some Collection<UInt8>, limit: Int = .max, inQuotes: Bool = false) -> String {
        if !inQuotes, bytes.count <= limit, bytes.allSatisfy({ 0x20..<0x7F ~= $0 }) {
            return String(decoding: bytes, as: UTF8.self)
        }
        var shown = ""
        var count = 0
        var parser = Unicode.UTF8.ForwardParser()
        var input = bytes.makeIterator()
        var position = bytes.startIndex
        while true {
            let piece: String
            switch parser.parseScalar(from: &input) {
            case .emptyInput: return shown
            case .valid(let encoded):
                position = bytes.index(position, offsetBy: encoded.count)
                piece = Self.piece(Unicode.UTF8.decode(encoded), inQuotes: inQuotes)
            case .error(let length):
                let end = bytes.index(position, offsetBy: length)
                piece = bytes[position..<end].map { "\\x" + String($0, radix: 16) }.joined()
                position = end
            }
            count += piece.unicodeScalars.count
            guard count <= limit else { return shown + " …" }
            shown += piece
        }
    }

    private static func piece(_ scalar: Unicode.Scalar, inQuotes: Bool) -> String {
        let isNumber =
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
            default: inQuotes && (scalar == "\"" || scalar == "\\")
            }
        return isNumber ? "\\u{\(String(scalar.value, radix: 16))}" : String(scalar)
    }
}
