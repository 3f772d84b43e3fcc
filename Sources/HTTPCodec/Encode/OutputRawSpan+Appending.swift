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
        let digits = Self.decimalDigits(of: number)
        precondition(digits <= freeCapacity, "more digits than the output has room for")
        unsafe withUnsafeMutableBytes { target, used in
            var rest = number
            var position = used &+ digits
            used = position
            // From the last one on, since each is a remainder: a division by a constant is a multiplication.
            repeat {
                position &-= 1
                unsafe target[position] = UInt8(truncatingIfNeeded: rest % 10) &+ .zero
                rest /= 10
            } while rest > 0
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
