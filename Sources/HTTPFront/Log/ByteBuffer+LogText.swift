import EventLoop

/// Text of clients, written so that no byte of it can end a field or a line, or reach a terminal. All three forms are ASCII.
extension ByteBuffer {
    /// For a field of a W3C log: a space becomes `+`, and what is not visible ASCII `%` and two digits.
    mutating func writeW3C(_ text: Span<UInt8>) {
        write(text, plain: { $0 &- 0x21 < 0x5E }) { output, byte in
            if byte == UInt8(ascii: " ") {
                output.write(byte: UInt8(ascii: "+"))
            } else {
                output.write("%" as StaticString)
                output.writeHexadecimal(byte)
            }
        }
    }

    /// Between the quotes of a combined log: quotes, backslashes and what is not printable ASCII become `\x` and two digits.
    mutating func writeCombined(_ text: Span<UInt8>) {
        write(text, plain: Self.isPlainInQuotes) { output, byte in
            output.write("\\x" as StaticString)
            output.writeHexadecimal(byte)
        }
    }

    /// As one word of a combined log, outside of quotes: as between them, and spaces too.
    mutating func writeCombinedWord(_ text: Span<UInt8>) {
        write(text, plain: { $0 != UInt8(ascii: " ") && Self.isPlainInQuotes($0) }) { output, byte in
            output.write("\\x" as StaticString)
            output.writeHexadecimal(byte)
        }
    }

    /// Between the quotes of a JSON string. Bytes that are no UTF-8 become U+FFFD.
    mutating func writeJSON(_ text: Span<UInt8>) {
        var isASCII = true
        for index in text.indices where text[index] >= 0x80 { isASCII = false }
        guard isASCII else { return writeJSON(repairing: text) }
        write(text, plain: Self.isPlainInQuotes) { output, byte in output.writeJSONEscape(UInt16(byte)) }
    }

    private mutating func writeJSON(repairing text: Span<UInt8>) {
        var bytes: [UInt8] = []
        for index in text.indices { bytes.append(text[index]) }
        for unit in String(decoding: bytes, as: UTF8.self).utf16 {
            if unit < 0x80, Self.isPlainInQuotes(UInt8(truncatingIfNeeded: unit)) {
                write(byte: UInt8(truncatingIfNeeded: unit))
            } else {
                writeJSONEscape(unit)
            }
        }
    }

    private static func isPlainInQuotes(_ byte: UInt8) -> Bool {
        byte &- 0x20 < 0x5F && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    }

    private mutating func writeJSONEscape(_ unit: UInt16) {
        write("\\u" as StaticString)
        writeHexadecimal(UInt8(truncatingIfNeeded: unit >> 8))
        writeHexadecimal(UInt8(truncatingIfNeeded: unit))
    }

    /// Plain bytes in stretches, the others one by one.
    private mutating func write(
        _ text: Span<UInt8>, plain: (UInt8) -> Bool, other: (inout ByteBuffer, UInt8) -> Void
    ) {
        var start = 0
        for index in text.indices where !plain(text[index]) {
            if start < index { write(text.extracting(start..<index).bytes) }
            other(&self, text[index])
            start = index + 1
        }
        if start < text.count { write(text.extracting(start..<text.count).bytes) }
    }

    private mutating func writeHexadecimal(_ byte: UInt8) {
        for digit in [byte >> 4, byte & 15] {
            write(byte: digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "A"))
        }
    }

    /// A number in decimal.
    mutating func writeDecimal(_ number: some BinaryInteger) { write(String(number)) }
}
