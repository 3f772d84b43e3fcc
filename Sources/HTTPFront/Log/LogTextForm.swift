/// How text of clients stands in a line, so that no byte of it can end a field or the line, or reach a terminal. All forms are
/// ASCII.
///
/// Nearly all text is plain: it is looked at and copied eight bytes at a time. From the first eight on that are not, the rest of
/// the text is written byte by byte.
protocol LogTextForm {
    /// Eight bytes of text as they stand in the line; nil if one of them takes more room than it had, or may.
    static func plain(_ bytes: UInt64) -> UInt64?

    /// Writes any text. How many bytes it has become: `logTextGrowth` times as many at most.
    static func write(_ text: UnsafeRawBufferPointer, to line: UnsafeMutableRawPointer) -> Int
}

/// So many bytes of a line at most come of one byte of text, in all forms.
let logTextGrowth = 6

/// A field of a W3C log: a space becomes `+`, and what is not visible ASCII `%` and two digits.
enum W3CText: LogTextForm {
    @inline(__always)
    static func plain(_ bytes: UInt64) -> UInt64? {
        guard !bytes.hasUnprintable else { return nil }
        let notSpaces = (bytes ^ .each(0x20)) &+ .each(0x7F)
        let spaces = (~notSpaces & .each(0x80)) >> 7
        return bytes ^ spaces &* UInt64(UInt8(ascii: " ") ^ UInt8(ascii: "+"))
    }

    static func write(_ text: UnsafeRawBufferPointer, to line: UnsafeMutableRawPointer) -> Int {
        write(text, to: line) { byte, line in
            line.storeBytes(of: UInt8(ascii: "%"), as: UInt8.self)
            return 1 + line.writeHexadecimal(byte, at: 1)
        }
    }
}

/// Between the quotes of a combined log: quotes, backslashes and what is not printable ASCII become `\x` and two digits.
enum QuotedText: LogTextForm {
    @inline(__always)
    static func plain(_ bytes: UInt64) -> UInt64? {
        let isPlain = !bytes.hasUnprintable && !bytes.holds(UInt8(ascii: "\"")) && !bytes.holds(UInt8(ascii: "\\"))
        return isPlain ? bytes : nil
    }

    static func write(_ text: UnsafeRawBufferPointer, to line: UnsafeMutableRawPointer) -> Int {
        write(text, to: line, other: escape)
    }

    fileprivate static func escape(_ byte: UInt8, to line: UnsafeMutableRawPointer) -> Int {
        line.storeBytes(of: UInt8(ascii: "\\"), as: UInt8.self)
        line.storeBytes(of: UInt8(ascii: "x"), toByteOffset: 1, as: UInt8.self)
        return 2 + line.writeHexadecimal(byte, at: 2)
    }
}

/// One word of a combined log, outside of quotes: as between them, and spaces too.
enum WordText: LogTextForm {
    @inline(__always)
    static func plain(_ bytes: UInt64) -> UInt64? { bytes.holds(UInt8(ascii: " ")) ? nil : QuotedText.plain(bytes) }

    static func write(_ text: UnsafeRawBufferPointer, to line: UnsafeMutableRawPointer) -> Int {
        write(text, to: line, other: QuotedText.escape)
    }
}

/// Between the quotes of a JSON string: the same bytes as in a combined log become `\u` and four digits, and so does what is
/// beyond ASCII. Bytes that are no UTF-8 become U+FFFD.
enum JSONText: LogTextForm {
    @inline(__always)
    static func plain(_ bytes: UInt64) -> UInt64? { QuotedText.plain(bytes) }

    static func write(_ text: UnsafeRawBufferPointer, to line: UnsafeMutableRawPointer) -> Int {
        var written = 0
        var parser = Unicode.UTF8.ForwardParser()
        var rest = text.makeIterator()
        while true {
            switch parser.parseScalar(from: &rest) {
            case .valid(let bytes): written += write(Unicode.UTF8.decode(bytes), to: line + written)
            case .error: written += escape(0xFFFD, to: line + written)
            case .emptyInput: return written
            }
        }
    }

    private static func write(_ scalar: Unicode.Scalar, to line: UnsafeMutableRawPointer) -> Int {
        if scalar.isASCII, let byte = plain(UInt8(truncatingIfNeeded: scalar.value)) {
            line.storeBytes(of: byte, as: UInt8.self)
            return 1
        }
        var written = 0
        for unit in UTF16.encode(scalar).unsafelyUnwrapped { written += escape(unit, to: line + written) }
        return written
    }

    private static func escape(_ unit: UInt16, to line: UnsafeMutableRawPointer) -> Int {
        line.storeBytes(of: UInt8(ascii: "\\"), as: UInt8.self)
        line.storeBytes(of: UInt8(ascii: "u"), toByteOffset: 1, as: UInt8.self)
        return 2 + line.writeHexadecimal(UInt8(truncatingIfNeeded: unit >> 8), at: 2)
            + line.writeHexadecimal(UInt8(truncatingIfNeeded: unit), at: 4)
    }
}

extension LogTextForm {
    /// Writes text that is plain in all likelihood, to memory with room for `logTextGrowth` times as many bytes and 8 more.
    static func writeLikelyPlain(_ text: UnsafeRawBufferPointer, to line: UnsafeMutableRawPointer) -> Int {
        guard let start = text.baseAddress else { return 0 }
        var position = 0
        while position &+ 8 <= text.count {
            guard let word = plain(UInt64(littleEndian: (start + position).loadUnaligned(as: UInt64.self))) else {
                return writeRest(of: text, from: position, to: line)
            }
            line.storeBytes(of: word.littleEndian, toByteOffset: position, as: UInt64.self)
            position &+= 8
        }
        guard position < text.count else { return position }
        guard let word = plain(lastBytes(of: text, start, from: position)) else {
            return writeRest(of: text, from: position, to: line)
        }
        // What is written behind the text is overwritten by what follows.
        line.storeBytes(of: word.littleEndian, toByteOffset: position, as: UInt64.self)
        return text.count
    }

    /// The 1 to 7 bytes from `position` on, and letters in place of those that are missing.
    @inline(__always)
    private static func lastBytes(
        of text: UnsafeRawBufferPointer, _ start: UnsafeRawPointer, from position: Int
    ) -> UInt64 {
        let count = text.count &- position
        let letters: UInt64 = .each(UInt8(ascii: "a")) &<< UInt64(truncatingIfNeeded: count &* 8)
        if position > 0 {
            let last = UInt64(littleEndian: (start + (text.count &- 8)).loadUnaligned(as: UInt64.self))
            return last &>> UInt64(truncatingIfNeeded: (8 &- count) &* 8) | letters
        }
        if count >= 4 {
            let first = UInt32(littleEndian: start.loadUnaligned(as: UInt32.self))
            let last = UInt32(littleEndian: (start + (count &- 4)).loadUnaligned(as: UInt32.self))
            return UInt64(first) | UInt64(last) &<< UInt64(truncatingIfNeeded: (count &- 4) &* 8) | letters
        }
        let middle = count / 2
        return UInt64(start.load(as: UInt8.self))
            | UInt64((start + middle).load(as: UInt8.self)) &<< UInt64(truncatingIfNeeded: middle &* 8)
            | UInt64((start + (count &- 1)).load(as: UInt8.self)) &<< UInt64(truncatingIfNeeded: (count &- 1) &* 8)
            | letters
    }

    @inline(never)
    private static func writeRest(
        of text: UnsafeRawBufferPointer, from position: Int, to line: UnsafeMutableRawPointer
    ) -> Int {
        position + write(UnsafeRawBufferPointer(rebasing: text[position...]), to: line + position)
    }

    /// Writes byte by byte; `other` writes one that is not plain.
    @inline(__always)
    fileprivate static func write(
        _ text: UnsafeRawBufferPointer, to line: UnsafeMutableRawPointer, other: (UInt8, UnsafeMutableRawPointer) -> Int
    ) -> Int {
        var written = 0
        for byte in text {
            if let plain = plain(byte) {
                line.storeBytes(of: plain, toByteOffset: written, as: UInt8.self)
                written += 1
            } else {
                written += other(byte, line + written)
            }
        }
        return written
    }

    /// One byte, looked at as eight of which seven are plain.
    @inline(__always)
    fileprivate static func plain(_ byte: UInt8) -> UInt8? {
        plain(UInt64(byte) | .each(UInt8(ascii: "a")) &<< 8).map { UInt8(truncatingIfNeeded: $0) }
    }
}

/// Eight bytes of text in one word. The arithmetic carries from one byte to the next only where a byte has been found already.
extension UInt64 {
    /// Eight times the same byte.
    @inline(__always)
    fileprivate static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

    /// Whether one of the bytes is not from 0x20 to 0x7E.
    @inline(__always)
    fileprivate var hasUnprintable: Bool { (self | (self &- .each(0x20)) | (self &+ .each(0x01))) & .each(0x80) != 0 }

    /// Whether one of the bytes, which are all below 0x80, is this one.
    @inline(__always)
    fileprivate func holds(_ byte: UInt8) -> Bool { ((self ^ .each(byte)) &- .each(0x01)) & .each(0x80) != 0 }
}

extension UnsafeMutableRawPointer {
    /// Writes a byte as two digits. How many bytes these are.
    @inline(__always)
    fileprivate func writeHexadecimal(_ byte: UInt8, at offset: Int) -> Int {
        storeBytes(of: Self.digit(byte >> 4), toByteOffset: offset, as: UInt8.self)
        storeBytes(of: Self.digit(byte & 15), toByteOffset: offset + 1, as: UInt8.self)
        return 2
    }

    private static func digit(_ number: UInt8) -> UInt8 {
        number < 10 ? number + UInt8(ascii: "0") : number - 10 + UInt8(ascii: "A")
    }
}
