/// Counts the bytes of a body whose length is known.
package struct FixedLengthDecoder: Sendable {
    /// Bytes of the body that have not come yet.
    package private(set) var remaining: UInt64

    /// Makes a decoder for a body of `length` bytes.
    package init(length: UInt64) {
        remaining = length
    }

    /// Goes on decoding. `bytes` are all unconsumed bytes of the connection.
    package mutating func decode(_ bytes: RawSpan) -> BodyDecoder.Outcome {
        guard remaining > 0 else { return .end(consumed: 0) }
        guard !bytes.isEmpty else { return .needMore(consumed: 0) }
        let count = min(UInt64(bytes.byteCount), remaining)
        remaining -= count
        return .data(0..<Int(count))
    }
}
