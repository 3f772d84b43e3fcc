// WCHAR is the system's wchar_t: one Unicode scalar in 32 bits.

/// Lends `text` as wide characters with a terminating zero, and their number without it.
func withWideText<Result>(_ text: String, _ body: (UnsafePointer<Int32>, UInt32) throws -> Result) rethrows -> Result {
    var wide: [Int32] = []
    wide.reserveCapacity(text.utf8.count + 1)
    for scalar in text.unicodeScalars {
        wide.append(Int32(bitPattern: scalar.value))
    }
    wide.append(0)
    return try wide.withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { preconditionFailure("An array with a zero in it has an address.") }
        return try body(start, UInt32(clamping: buffer.count - 1))
    }
}

extension String {
    /// Copies `count` wide characters. What is no Unicode scalar becomes U+FFFD.
    init(wide start: UnsafePointer<Int32>?, count: Int) {
        guard let start, count > 0 else {
            self = ""
            return
        }
        let wide = UnsafeBufferPointer(start: start, count: count)
        if wide.allSatisfy({ UInt32(bitPattern: $0) < 0x80 }) {
            self.init(unsafeUninitializedCapacity: count) { bytes in
                for index in 0..<count { bytes[index] = UInt8(truncatingIfNeeded: wide[index]) }
                return count
            }
        } else {
            self.init(decoding: wide.lazy.map { UInt32(bitPattern: $0) }, as: UTF32.self)
        }
    }

    /// Copies wide text up to its terminating zero; nil for a null pointer.
    init?(wide start: UnsafePointer<Int32>?) {
        guard let start else { return nil }
        var count = 0
        while start[count] != 0 { count += 1 }
        self.init(wide: start, count: count)
    }

    /// Copies `count` bytes of UTF-8; bytes that are none become U+FFFD. Nil for a null pointer.
    init?(bytes start: UnsafePointer<CChar>?, count: Int) {
        guard let start else { return nil }
        let bytes = UnsafeRawBufferPointer(start: start, count: count)
        self.init(decoding: bytes, as: UTF8.self)
    }
}
