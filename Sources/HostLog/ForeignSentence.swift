/// Text of a module in a line of the host's.
package enum ForeignSentence {
    /// The most characters of a module's text in a line of the log.
    package static let lineLimit = 8 * 1024
    /// The most that becomes part of a sentence.
    package static let limit = 400

    /// One line without a full stop at its end; nil if nothing is left.
    package static func of(_ text: String) -> String? {
        var line = line(text, limit: limit)
        while line.hasSuffix(".") || line.hasSuffix(" ") { line.removeLast() }
        return line.isEmpty ? nil : line
    }

    /// One line: what cannot be seen or would change the line's direction becomes a space, and what is too long is cut
    /// off.
    package static func line(_ text: String, limit: Int = lineLimit) -> String {
        var line = String.UnicodeScalarView()
        var count = 0
        for scalar in text.unicodeScalars {
            let isBlank = isUnprintable(scalar)
            if isBlank, line.last == " " || line.isEmpty { continue }
            guard count < limit else { return String(line) + " …" }
            line.append(isBlank ? " " : scalar)
            count += 1
        }
        return String(line)
    }

    private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value <= 0x20 || scalar.value == 0x7F }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .surrogate, .privateUse,
            .unassigned:
            return true
        default: return false
        }
    }
}
