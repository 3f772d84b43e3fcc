/// A name of up to 24 bytes as three words, so that comparing it with a known name takes no loop.
///
/// Names compare without regard to case by setting bit 5 of each byte. That is exact as long as one side holds only
/// letters, digits and hyphens and the other is a checked token: bytes that turn into a letter are letters, and those
/// that turn into a digit or a hyphen are themselves or a control character. Both sides must have the same length.
struct NameKey: Equatable {
    private let first: UInt64
    private let middle: UInt64
    private let last: UInt64

    private static var caseBits: UInt64 { 0x2020_2020_2020_2020 }

    /// The key of `length` bytes from `start`. Above 24 bytes the key is incomplete, so look at the length first.
    @inline(__always)
    init(_ bytes: RawSpan, at start: Int, length: Int) {
        if length >= 8 {
            first = bytes.word(start) | Self.caseBits
        } else if start &+ 8 <= bytes.byteCount {
            let mask = (UInt64(1) &<< UInt64(truncatingIfNeeded: length &* 8)) &- 1
            first = (bytes.word(start) | Self.caseBits) & mask
        } else {
            var word: UInt64 = 0
            for index in 0..<length {
                word |= UInt64(bytes.byte(start &+ index) | 0x20) &<< UInt64(truncatingIfNeeded: index &* 8)
            }
            first = word
        }
        middle = length > 16 ? bytes.word(start &+ 8) | Self.caseBits : 0
        last = length > 8 ? bytes.word(start &+ length &- 8) | Self.caseBits : 0
    }

    /// The key of a literal in any case. The optimiser turns it into constants.
    @inline(__always)
    init(_ name: StaticString) {
        let length = name.utf8CodeUnitCount
        first = Self.word(of: name, from: 0, to: length < 8 ? length : 8)
        middle = length > 16 ? Self.word(of: name, from: 8, to: 16) : 0
        last = length > 8 ? Self.word(of: name, from: length &- 8, to: length) : 0
    }

    @inline(__always)
    private static func word(of name: StaticString, from start: Int, to end: Int) -> UInt64 {
        var word: UInt64 = 0
        var position = start
        while position < end {
            let byte = unsafe name.utf8Start[position] | 0x20
            word |= UInt64(byte) &<< UInt64(truncatingIfNeeded: (position &- start) &* 8)
            position &+= 1
        }
        return word
    }
}

extension RawSpan {
    /// Whether the stretch, a checked token, equals `name`, without regard to case.
    @inline(__always)
    func matches(_ name: StaticString, from start: Int, to end: Int) -> Bool {
        end &- start == name.utf8CodeUnitCount && NameKey(self, at: start, length: end &- start) == NameKey(name)
    }
}

/// Finds the number of a method.
extension HTTPVerb {
    /// The number of a method. Methods are case-sensitive, so `get` is `unknown`.
    package init(method: RawSpan) {
        self.init(method, from: 0, to: method.byteCount)
    }

    @inline(__always)
    init(_ bytes: RawSpan, from start: Int, to end: Int) {
        let isUpper = Self.isUpperCase(bytes, from: start, to: end)
        self = isUpper ? Self.match(bytes, from: start, to: end) : .unknown
    }

    @inline(__always)
    private static func isUpperCase(_ bytes: RawSpan, from start: Int, to end: Int) -> Bool {
        var position = start
        while position < end, bytes.byte(position) &- 0x41 < 26 { position &+= 1 }
        return position == end
    }
}
