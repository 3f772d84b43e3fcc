package import CModuleABI

/// Text in the contract's WCHAR: one Unicode scalar in 4 bytes, ended by a zero.
package enum WideText {
    /// The text at `pointer`, up to its zero; nil for a null pointer. What is no Unicode scalar becomes U+FFFD.
    package static func string(_ pointer: UnsafePointer<WCHAR>?) -> String? {
        guard let pointer else { return nil }
        var length = 0
        // Safety: the contract demands a zero at the end; WCHAR is read as a plain 32-bit number since modules may put
        // anything into it.
        let scalars = UnsafeRawPointer(pointer)
        while scalars.load(fromByteOffset: length * 4, as: UInt32.self) != 0 { length += 1 }
        return string(scalars, count: length)
    }

    /// `count` characters at `start`.
    package static func string(_ start: UnsafeRawPointer, count: Int) -> String {
        var text = String.UnicodeScalarView()
        for index in 0..<count {
            text.append(Unicode.Scalar(start.load(fromByteOffset: index * 4, as: UInt32.self)) ?? "\u{FFFD}")
        }
        return String(text)
    }

    /// Writes `utf8` as WCHARs and a zero to `target`, which has room for `utf8.count + 1` of them.
    /// Invalid UTF-8 becomes U+FFFD. Returns the number of characters without the zero.
    package static func write(utf8: UnsafeRawBufferPointer, to target: UnsafeMutableRawPointer) -> Int {
        var count = 0
        var decoder = UTF8()
        var bytes = utf8.makeIterator()
        decoding: while true {
            let scalar: UInt32
            switch decoder.decode(&bytes) {
            case .scalarValue(let value): scalar = value.value
            case .emptyInput: break decoding
            case .error: scalar = 0xFFFD
            }
            target.storeBytes(of: scalar, toByteOffset: count * 4, as: UInt32.self)
            count += 1
        }
        target.storeBytes(of: 0, toByteOffset: count * 4, as: UInt32.self)
        return count
    }
}
