import CModuleABI

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

/// What header fields of requests and responses have in common on their way over the border.
enum HeaderText {
    /// Lends name and value as the host takes them; a value of more than 65,535 bytes cannot be said there.
    static func set(
        _ name: String, _ value: String?, replace: Bool,
        _ body: (UnsafePointer<CChar>, UnsafePointer<CChar>?, UInt16, Int32) -> Int32
    ) -> Int32 {
        name.withCString { name in
            guard let value else { return body(name, nil, 0, 1) }
            guard let count = UInt16(exactly: value.utf8.count) else { return ResultCode.invalidData.rawValue }
            return value.withCString { body(name, $0, count, replace ? 1 : 0) }
        }
    }

    /// Copies the fields that have a number, in the order of the numbers.
    static func known(
        _ headers: UnsafeBufferPointer<HTTP_KNOWN_HEADER>, _ names: [String]
    ) -> [(name: String, value: String)] {
        zip(names, headers).compactMap { name, header in
            String(bytes: header.pRawValue, count: Int(header.RawValueLength)).map { (name, $0) }
        }
    }

    /// Copies the fields that have none.
    static func unknown(
        _ start: UnsafePointer<HTTP_UNKNOWN_HEADER>?, count: Int
    ) -> [(name: String, value: String)] {
        UnsafeBufferPointer(start: start, count: start == nil ? 0 : count).compactMap { header in
            guard let name = String(bytes: header.pName, count: Int(header.NameLength)),
                let value = String(bytes: header.pRawValue, count: Int(header.RawValueLength))
            else { return nil }
            return (name, value)
        }
    }
}
