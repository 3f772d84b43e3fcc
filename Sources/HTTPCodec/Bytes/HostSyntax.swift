/// The syntax of `uri-host [ ":" port ]` (RFC 9110, section 7.2; RFC 3986, section 3.2.2).
///
/// Registered names, IPv4 addresses (which are registered names by syntax) and IPv6 addresses in brackets are accepted;
/// user information, zone identifiers and the "future" address literals are not.
enum HostSyntax {
    /// Whether the stretch is a host with an optional port. An empty stretch is not.
    static func accepts(_ bytes: RawSpan, from start: Int, to end: Int, needsPort: Bool = false) -> Bool {
        guard start < end else { return false }
        let hostEnd =
            bytes.byte(start) == UInt8(ascii: "[")
            ? endOfLiteral(bytes, from: start, to: end)
            : endOfName(bytes, from: start, to: end)
        guard let hostEnd, hostEnd > start else { return false }
        if hostEnd == end { return !needsPort }
        return bytes.byte(hostEnd) == .colon
            && isPort(bytes, from: hostEnd &+ 1, to: end, mayBeEmpty: !needsPort)
    }

    /// Where the registered name ends, which is at a colon or at `end`; nil if another byte stops it.
    private static func endOfName(_ bytes: RawSpan, from start: Int, to end: Int) -> Int? {
        var position = start
        while position < end {
            let byte = bytes.byte(position)
            if ByteClass.contains(byte, in: ByteClass.registeredName) {
                position &+= 1
            } else if byte == .percent {
                guard position &+ 2 < end, ByteClass.hexValue(bytes.byte(position &+ 1)) != nil,
                    ByteClass.hexValue(bytes.byte(position &+ 2)) != nil
                else { return nil }
                position &+= 3
            } else {
                return byte == .colon ? position : nil
            }
        }
        return end
    }

    /// A decimal number up to 65,535 in at most five digits.
    private static func isPort(_ bytes: RawSpan, from start: Int, to end: Int, mayBeEmpty: Bool) -> Bool {
        guard end &- start <= 5 else { return false }
        var value = 0
        for position in start..<end {
            guard ByteClass.isDigit(bytes.byte(position)) else { return false }
            value = value &* 10 &+ Int(bytes.byte(position) &- .zero)
        }
        return value <= 65_535 && (mayBeEmpty || start < end)
    }

    /// Where the bracketed IPv6 address ends, behind its closing bracket; nil if it is not one.
    private static func endOfLiteral(_ bytes: RawSpan, from start: Int, to end: Int) -> Int? {
        var close = start &+ 1
        while close < end, bytes.byte(close) != UInt8(ascii: "]") { close &+= 1 }
        guard close < end, isIPv6(bytes, from: start &+ 1, to: close) else { return nil }
        return close &+ 1
    }

    /// Eight groups of one to four hexadecimal digits, at most one gap `::`, the last two groups perhaps as IPv4.
    private static func isIPv6(_ bytes: RawSpan, from start: Int, to end: Int) -> Bool {
        var groups = 0
        var hasGap = false
        var position = start
        if end &- start >= 2, bytes.byte(start) == .colon {
            guard bytes.byte(start &+ 1) == .colon else { return false }
            hasGap = true
            position &+= 2
        }
        while position < end {
            let groupStart = position
            while position < end, ByteClass.hexValue(bytes.byte(position)) != nil { position &+= 1 }
            if position < end, bytes.byte(position) == .fullStop {
                guard isIPv4(bytes, from: groupStart, to: end) else { return false }
                groups += 2
                break
            }
            guard position > groupStart, position &- groupStart <= 4 else { return false }
            groups += 1
            guard position < end else { break }
            guard bytes.byte(position) == .colon else { return false }
            position &+= 1
            guard position < end else { return false }
            if bytes.byte(position) == .colon {
                guard !hasGap else { return false }
                hasGap = true
                position &+= 1
            }
        }
        return hasGap ? groups <= 7 : groups == 8
    }

    /// Four decimal numbers up to 255, without leading zeros.
    private static func isIPv4(_ bytes: RawSpan, from start: Int, to end: Int) -> Bool {
        var numbers = 0
        var position = start
        while true {
            let numberStart = position
            var value = 0
            while position < end, ByteClass.isDigit(bytes.byte(position)), position &- numberStart < 3 {
                value = value &* 10 &+ Int(bytes.byte(position) &- .zero)
                position &+= 1
            }
            let digits = position &- numberStart
            guard digits > 0, value <= 255, digits == 1 || bytes.byte(numberStart) != .zero else { return false }
            numbers += 1
            if position == end { return numbers == 4 }
            guard bytes.byte(position) == .fullStop, numbers < 4 else { return false }
            position &+= 1
        }
    }
}
