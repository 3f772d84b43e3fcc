/// What each of the 256 byte values may be part of.
///
/// The table is a string literal, so it is read-only data of the image: no lazy initialisation stands before a lookup.
enum ByteClass {
    /// `tchar` of RFC 9110, section 5.6.2: methods, field names, list elements.
    static var token: UInt8 { 1 }
    /// Allowed in a request target: visible ASCII but `"`, `<`, `>` (never sent raw) and `#` (a fragment is not sent).
    static var target: UInt8 { 2 }
    /// Allowed in a path that needs no cooking. A full stop is not: whether it does depends on the byte before it.
    static var plainPath: UInt8 { 4 }
    /// `unreserved` or `sub-delims` of RFC 3986: what a registered name may hold besides percent-encoded bytes.
    static var registeredName: UInt8 { 8 }

    /// One character for each byte value, whose code is 64 plus the classes of that value.
    private static var table: StaticString {
        """
        @@@@@@@@@@@@@@@@\
        @@@@@@@@@@@@@@@@\
        @O@AOCOONNOONOKF\
        OOOOOOOOOOFN@N@B\
        FOOOOOOOOOOOOOOO\
        OOOOOOOOOOOFBFGO\
        GOOOOOOOOOOOOOOO\
        OOOOOOOOOOOFGFO@\
        @@@@@@@@@@@@@@@@\
        @@@@@@@@@@@@@@@@\
        @@@@@@@@@@@@@@@@\
        @@@@@@@@@@@@@@@@\
        @@@@@@@@@@@@@@@@\
        @@@@@@@@@@@@@@@@\
        @@@@@@@@@@@@@@@@\
        @@@@@@@@@@@@@@@@
        """
    }

    /// Whether `byte` is in the class. The table has 256 entries, so the index cannot be off.
    @inline(__always)
    static func contains(_ byte: UInt8, in set: UInt8) -> Bool {
        table.utf8Start[Int(byte)] & set != 0
    }

    @inline(__always)
    static func isToken(_ byte: UInt8) -> Bool { contains(byte, in: token) }

    /// Space or horizontal tab, the two bytes of `OWS`.
    @inline(__always)
    static func isBlank(_ byte: UInt8) -> Bool { byte == .space || byte == .tab }

    @inline(__always)
    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// The value of a hexadecimal digit, or nil.
    @inline(__always)
    static func hexValue(_ byte: UInt8) -> UInt8? {
        let digit = byte &- 0x30
        if digit < 10 { return digit }
        let letter = (byte | 0x20) &- 0x61
        return letter < 6 ? letter &+ 10 : nil
    }
}

extension UInt8 {
    static var tab: UInt8 { 0x09 }
    static var lineFeed: UInt8 { 0x0A }
    static var carriageReturn: UInt8 { 0x0D }
    static var space: UInt8 { 0x20 }
    static var quotationMark: UInt8 { 0x22 }
    static var comma: UInt8 { 0x2C }
    static var colon: UInt8 { 0x3A }
    static var semicolon: UInt8 { 0x3B }
    static var slash: UInt8 { 0x2F }
    static var backslash: UInt8 { 0x5C }
    static var fullStop: UInt8 { 0x2E }
    static var percent: UInt8 { 0x25 }
    static var equalsSign: UInt8 { 0x3D }
    static var questionMark: UInt8 { 0x3F }
    static var zero: UInt8 { 0x30 }
}
