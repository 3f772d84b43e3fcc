// The only unchecked writes of this target are here, each behind a check of the room that is left.

extension OutputRawSpan {
    /// Appends the bytes, for which there must be room.
    @inline(__always)
    mutating func put(_ bytes: RawSpan) {
        let count = bytes.byteCount
        precondition(count <= freeCapacity, "more bytes than the output has room for")
        guard count > 0 else { return }
        unsafe bytes.withUnsafeBytes { source in
            unsafe withUnsafeMutableBytes { target, used in
                let room = unsafe UnsafeMutableRawBufferPointer(rebasing: target[used...])
                unsafe room.copyMemory(from: source)
                used += count
            }
        }
    }

    /// Appends the bytes of a literal, for which there must be room.
    @inline(__always)
    mutating func put(_ text: StaticString) {
        let bytes = unsafe UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount)
        put(unsafe bytes.bytes)
    }

    /// Appends a number in decimal, for whose digits there must be room.
    mutating func put(decimal number: UInt64) {
        var divisor: UInt64 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(UInt8(truncatingIfNeeded: number / divisor % 10) + .zero)
            divisor /= 10
        }
    }

    /// Appends a number in hexadecimal without leading zeros, for whose digits there must be room.
    mutating func put(hex number: UInt64) {
        var digits = Self.hexDigits(of: number)
        while digits > 0 {
            digits -= 1
            let digit = UInt8(truncatingIfNeeded: number &>> UInt64(digits * 4)) & 0xF
            append(digit < 10 ? digit + .zero : digit - 10 + UInt8(ascii: "a"))
        }
    }

    /// How many decimal digits a number has.
    static func decimalDigits(of number: UInt64) -> Int {
        var digits = 1
        var rest = number
        while rest >= 10 {
            rest /= 10
            digits += 1
        }
        return digits
    }

    /// How many hexadecimal digits a number has.
    static func hexDigits(of number: UInt64) -> Int {
        max(1, (67 - number.leadingZeroBitCount) / 4)
    }
}
