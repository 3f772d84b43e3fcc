// The only unchecked reads of this target are here. Their callers compare each position with `byteCount` first, because
// a parser has to do so anyway to know that it needs more; a second check for each byte would double the cost of a
// head. Builds with assertions (tests, the fuzzer) check again.

extension RawSpan {
    /// The byte at `position`, which must be below `byteCount`.
    @inline(__always)
    func byte(_ position: Int) -> UInt8 {
        assert(position >= 0 && position < byteCount)
        return unsafe unsafeLoad(fromUncheckedByteOffset: position, as: UInt8.self)
    }

    /// The eight bytes from `position`, the first in the lowest place. All eight must be there.
    @inline(__always)
    func word(_ position: Int) -> UInt64 {
        assert(position >= 0 && position + 8 <= byteCount)
        return UInt64(
            littleEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self))
    }

    /// The position of the first control character (below 0x20, or 0x7F) at or behind `start`, or `limit`.
    ///
    /// Looks at eight bytes at once. A borrow in the subtraction can mark a byte falsely only above a byte that is
    /// marked rightly, so the lowest mark is always right.
    @inline(__always)
    func firstControl(from start: Int, to limit: Int) -> Int {
        var position = start
        while position &+ 8 <= limit {
            let bytes = word(position)
            let deletes = bytes ^ 0x7F7F_7F7F_7F7F_7F7F
            let marks =
                ((bytes &- 0x2020_2020_2020_2020) & ~bytes)
                | ((deletes &- 0x0101_0101_0101_0101) & ~deletes)
            let found = marks & 0x8080_8080_8080_8080
            if found != 0 { return position &+ found.trailingZeroBitCount &>> 3 }
            position &+= 8
        }
        while position < limit {
            let byte = byte(position)
            if byte < 0x20 || byte == 0x7F { return position }
            position &+= 1
        }
        return limit
    }

    /// The position of the first line feed at or behind `start`, or nil.
    func firstLineFeed(from start: Int) -> Int? {
        var position = start
        while position &+ 8 <= byteCount {
            let feeds = word(position) ^ 0x0A0A_0A0A_0A0A_0A0A
            let found = (feeds &- 0x0101_0101_0101_0101) & ~feeds & 0x8080_8080_8080_8080
            if found != 0 { return position &+ found.trailingZeroBitCount &>> 3 }
            position &+= 8
        }
        while position < byteCount {
            if byte(position) == .lineFeed { return position }
            position &+= 1
        }
        return nil
    }

    /// Whether all bytes are token characters, and there is one at least.
    func isToken(from start: Int, to end: Int) -> Bool {
        var position = start
        while position < end, ByteClass.isToken(byte(position)) { position &+= 1 }
        return position == end && start < end
    }

    /// The stretch without the blanks at both of its ends.
    func trimmed(from start: Int, to end: Int) -> (start: Int, end: Int) {
        var start = start
        var end = end
        while start < end, ByteClass.isBlank(byte(start)) { start &+= 1 }
        while end > start, ByteClass.isBlank(byte(end &- 1)) { end &-= 1 }
        return (start, end)
    }
}

extension StaticString {
    /// Calls `body` with the bytes of the literal, which live as long as the program.
    @inline(__always)
    func withBytes<Result>(_ body: (RawSpan) -> Result) -> Result {
        let bytes = unsafe UnsafeRawBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
        return body(bytes.bytes)
    }
}

extension RawSpan {
    /// Checks that the bytes from `start` on are valid UTF-8 (Unicode, table 3-7) without the control characters
    /// U+0080 to U+009F.
    func checkUTF8(from start: Int) throws(RequestError) {
        var position = start
        while position < byteCount {
            let lead = byte(position)
            guard lead >= 0x80 else {
                position &+= 1
                continue
            }
            guard let (count, second) = Self.sequence(startingWith: lead), position &+ count <= byteCount,
                second.contains(byte(position &+ 1))
            else { throw .invalidUTF8InPath }
            for index in 2..<max(2, count) {
                guard byte(position &+ index) & 0xC0 == 0x80 else { throw .invalidUTF8InPath }
            }
            if lead == 0xC2, byte(position &+ 1) < 0xA0 { throw .controlCharacterInPath }
            position &+= count
        }
    }

    /// How many bytes a sequence has that begins with `lead`, and what its second byte may be.
    private static func sequence(startingWith lead: UInt8) -> (count: Int, second: ClosedRange<UInt8>)? {
        switch lead {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: nil
        }
    }

    /// How many characters valid UTF-8 has from `start` on: the bytes that do not continue a sequence.
    func characters(from start: Int) -> Int {
        var count = 0
        for position in start..<byteCount where byte(position) & 0xC0 != 0x80 { count &+= 1 }
        return count
    }
}

/// Walks the elements of a comma-separated list (RFC 9110, section 5.6.1) without the white space around them.
///
/// Empty elements are handed out as empty stretches, since not every field may pass over them. Quoted commas are not
/// known here: the fields that the codec reads hold tokens only, and one with a quoted string is refused or not
/// supported anyway.
struct ListElements {
    private var position: Int
    private let end: Int
    private var isDone = false

    init(_ value: ByteSlice) {
        position = value.start
        end = value.end
    }

    /// The next element, or nil behind the last one. An empty list has one empty element.
    mutating func next(in bytes: RawSpan) -> (start: Int, end: Int)? {
        guard !isDone else { return nil }
        let start = position
        while position < end, bytes.byte(position) != .comma { position &+= 1 }
        let element = bytes.trimmed(from: start, to: position)
        if position == end { isDone = true }
        position &+= 1
        return element
    }
}
