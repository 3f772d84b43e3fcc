import Glibc
import OperatingSystem

/// A line of the access log as it is written, in memory whose size is known beforehand to be enough. Each part is put at the end
/// of what there is.
struct LogLine: ~Copyable {
    // The only unchecked writes to a line are behind `put(atMost:)`, which checks the room that is left.
    private let start: UnsafeMutableRawPointer
    private var end: UnsafeMutableRawPointer
    private let limit: UnsafeMutableRawPointer

    /// Bytes that have to be free behind what is put, because up to eight are written at once.
    private static var slack: Int { 8 }
    /// Bytes of a numeric address at most, with the slack.
    private static var addressRoom: Int { 56 }
    /// Bytes of a number at most, with the slack.
    private static var decimalRoom: Int { 28 }

    @inline(__always)
    init(_ memory: UnsafeMutableRawPointer, room: Int) {
        start = memory
        end = memory
        limit = memory + room
    }

    /// Bytes of the line.
    var count: Int { @inline(__always) get { end - start } }

    /// Gives `body` memory for so many bytes, of which it says how many it has used.
    @inline(__always)
    private mutating func put(atMost room: Int, _ body: (UnsafeMutableRawPointer) -> Int) {
        precondition(room <= limit - end, "a line of the access log is longer than its bound")
        end += body(end)
    }

    /// A literal.
    @inline(__always)
    mutating func put(_ text: StaticString) {
        put(atMost: text.utf8CodeUnitCount) {
            memcpy($0, text.utf8Start, text.utf8CodeUnitCount)
            return text.utf8CodeUnitCount
        }
    }

    /// Bytes as they are.
    @inline(__always)
    mutating func put(_ bytes: UnsafeRawBufferPointer) {
        guard let start = bytes.baseAddress else { return }
        put(atMost: bytes.count) {
            memcpy($0, start, bytes.count)
            return bytes.count
        }
    }

    /// Text of a client.
    @inline(__always)
    mutating func put<Form: LogTextForm>(_ text: UnsafeRawBufferPointer, as form: Form.Type) {
        put(atMost: text.count &* logTextGrowth &+ Self.slack) { Form.writeLikelyPlain(text, to: $0) }
    }

    /// A literal, and behind it text of a client between quotes.
    @inline(__always)
    mutating func put<Form: LogTextForm>(_ name: StaticString, quoted text: UnsafeRawBufferPointer, as form: Form.Type)
    {
        put(atMost: name.utf8CodeUnitCount &+ text.count &* logTextGrowth &+ Self.slack &+ 2) { memory in
            memcpy(memory, name.utf8Start, name.utf8CodeUnitCount)
            let quote = UInt8(ascii: "\"")
            var count = name.utf8CodeUnitCount
            memory.storeBytes(of: quote, toByteOffset: count, as: UInt8.self)
            count &+= 1
            if !text.isEmpty { count &+= Form.writeLikelyPlain(text, to: memory + count) }
            memory.storeBytes(of: quote, toByteOffset: count, as: UInt8.self)
            return count &+ 1
        }
    }

    /// A literal, and behind it a number in decimal.
    @inline(__always)
    mutating func put(_ name: StaticString = "", decimal number: UInt64) {
        put(atMost: name.utf8CodeUnitCount &+ Self.decimalRoom) { start in
            memcpy(start, name.utf8Start, name.utf8CodeUnitCount)
            let memory = start + name.utf8CodeUnitCount
            if number < 10 {
                memory.storeBytes(of: UInt8(ascii: "0") | UInt8(truncatingIfNeeded: number), as: UInt8.self)
                return name.utf8CodeUnitCount &+ 1
            }
            let count =
                number < 1000
                ? memory.write(threeDigits: UInt32(truncatingIfNeeded: number)) : memory.write(decimal: number)
            return name.utf8CodeUnitCount &+ count
        }
    }

    /// `HTTP/1.1`
    @inline(__always)
    mutating func put(_ version: (major: UInt16, minor: UInt16)) {
        if version.major == 1, version.minor == 1 { return put("HTTP/1.1") }
        put("HTTP/")
        put(decimal: UInt64(version.major))
        put(".")
        put(decimal: UInt64(version.minor))
    }

    /// An address without its port: numeric, or `unix:` and the path in this form.
    @inline(__always)
    mutating func put<Form: LogTextForm>(_ address: borrowing EndpointAddress, as form: Form.Type) {
        switch address {
        case .ipv4(let bytes, _): put(atMost: Self.addressRoom) { $0.write(ipv4: bytes) }
        case .ipv6(let high, let low, _, _): put(atMost: Self.addressRoom) { $0.write(high: high, low: low) }
        case .unix(let path):
            put("unix:")
            path.utf8Span.span.withUnsafeBytes { put($0, as: form) }
        }
    }
}

/// Numbers and addresses in memory that has room for them and eight bytes more. Each call says how many bytes it wrote.
extension UnsafeMutableRawPointer {
    @inline(never)
    fileprivate func write(decimal number: UInt64) -> Int {
        guard number >= 100_000_000 else {
            var rest = number
            var digits: UInt64 = 0
            var count = 0
            repeat {
                digits = Self.push(&rest, digits)
                count &+= 1
            } while rest > 0
            storeBytes(of: digits.littleEndian, as: UInt64.self)
            return count
        }
        let count = write(decimal: number / 100_000_000)
        var rest = number % 100_000_000
        var digits: UInt64 = 0
        for _ in 0..<8 { digits = Self.push(&rest, digits) }
        storeBytes(of: digits.littleEndian, toByteOffset: count, as: UInt64.self)
        return count + 8
    }

    /// A number below 1000, and behind it a dot, which does not count. The products are quotients by 100 and by 10 for all numbers
    /// that occur.
    @inline(__always)
    fileprivate func write(threeDigits number: UInt32) -> Int {
        let hundreds = (number &* 41) &>> 12
        let rest = number &- hundreds &* 100
        let tens = (rest &* 103) &>> 10
        let ones = rest &- tens &* 10
        let text = (hundreds | tens &<< 8 | ones &<< 16) | 0x2E30_3030
        let missing: UInt32 = number >= 100 ? 0 : number >= 10 ? 1 : 2
        storeBytes(of: (text &>> (missing &* 8)).littleEndian, as: UInt32.self)
        return Int(3 &- missing)
    }

    /// Takes the last digit of a number, and puts it before those that were taken earlier.
    @inline(__always)
    private static func push(_ number: inout UInt64, _ digits: UInt64) -> UInt64 {
        let rest = number / 10
        let digit = number &- rest &* 10
        number = rest
        return digits &<< 8 | digit | UInt64(UInt8(ascii: "0"))
    }

    fileprivate func write(ipv4 bytes: UInt32) -> Int {
        var count = write(threeDigits: bytes &>> 24) &+ 1
        count &+= (self + count).write(threeDigits: bytes &>> 16 & 255) &+ 1
        count &+= (self + count).write(threeDigits: bytes &>> 8 & 255) &+ 1
        return count &+ (self + count).write(threeDigits: bytes & 255)
    }

    /// An IPv6 address in the form of RFC 5952, as inet_ntop writes it.
    fileprivate func write(high: UInt64, low: UInt64) -> Int {
        func group(_ index: Int) -> UInt64 { (index < 4 ? high : low) &>> UInt64((3 &- index & 3) &* 16) & 0xFFFF }
        let zeros = Self.longestZeros(group)
        var count = 0
        func put(_ byte: UInt8) {
            storeBytes(of: byte, toByteOffset: count, as: UInt8.self)
            count &+= 1
        }
        let colon = UInt8(ascii: ":")
        var index = 0
        while index < 8 {
            if index == zeros.lowerBound, !zeros.isEmpty {
                put(colon)
                index = zeros.upperBound
                if index == 8 { put(colon) }
                continue
            }
            if index > 0 { put(colon) }
            // An IPv4 address inside: ::a.b.c.d and ::ffff:a.b.c.d.
            if index == 6, zeros.lowerBound == 0, zeros.count == 6 || (zeros.count == 5 && group(5) == 0xFFFF) {
                return count + (self + count).write(ipv4: UInt32(truncatingIfNeeded: low))
            }
            let value = group(index)
            for shift: UInt64 in [12, 8, 4, 0] where shift == 0 || value >> shift > 0 {
                let digit = UInt8(truncatingIfNeeded: value >> shift & 15)
                put(digit < 10 ? digit + UInt8(ascii: "0") : digit - 10 + UInt8(ascii: "a"))
            }
            index += 1
        }
        return count
    }

    /// The first of the longest runs of two zero groups or more; empty if there is none.
    private static func longestZeros(_ group: (Int) -> UInt64) -> Range<Int> {
        var longest = 0..<0
        var start = 0
        for index in 0..<8 {
            if group(index) != 0 {
                start = index + 1
            } else if index + 1 - start > max(longest.count, 1) {
                longest = start..<index + 1
            }
        }
        return longest
    }
}
