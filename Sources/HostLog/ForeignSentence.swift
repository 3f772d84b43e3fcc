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

    /// One line: printable, with one space for each stretch of blanks and ends of lines, and cut off at `limit` characters.
    package static func line(_ text: String, limit: Int = lineLimit) -> String {
        var words = String.UnicodeScalarView()
        var count = 0
        var isBlankBefore = false
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                isBlankBefore = count > 0
                continue
            }
            // One more than fits, so that it shows that something was cut off.
            if count > limit { break }
            if isBlankBefore {
                words.append(" ")
                count += 1
                isBlankBefore = false
            }
            words.append(scalar)
            count += 1
        }
        return PrintableText.of(String(words), limit: limit)
    }
}
