/// Finds the bytes of one request's body among the bytes of the connection, whatever its framing.
///
/// A small value: make one for each request. Used by one thread at a time.
package struct BodyDecoder: Sendable {
    /// What the bytes given amount to.
    package enum Outcome: Equatable, Sendable {
        /// These bytes belong to the body. All bytes before the end of the range are consumed; call again with the
        /// rest.
        case data(Range<Int>)
        /// That many bytes are consumed, and there is no more to say. Call again with those not consumed and more.
        case needMore(consumed: Int)
        /// A line of the trailer section: where its name and value stand. That many bytes are consumed; call again with
        /// the rest.
        case trailer(HeaderField, consumed: Int)
        /// The body has ended; that many bytes are consumed. Do not call again.
        case end(consumed: Int)
        /// The body is refused. The connection must be closed.
        case failure(RequestError)
    }

    private enum Framing {
        case length(FixedLengthDecoder)
        case chunked(ChunkedDecoder)
    }

    private var framing: Framing

    /// Makes a decoder for a body with that framing. A request without a body has one of length 0.
    package init(_ framing: RequestFraming, limits: DecoderLimits = DecoderLimits()) {
        self.framing =
            switch framing {
            case .none: .length(FixedLengthDecoder(length: 0))
            case .length(let length): .length(FixedLengthDecoder(length: length))
            case .chunked: .chunked(ChunkedDecoder(limits: limits))
            }
    }

    /// Goes on decoding. `bytes` are all unconsumed bytes of the connection.
    package mutating func decode(_ bytes: RawSpan) -> Outcome {
        switch framing {
        case .length(var decoder):
            let outcome = decoder.decode(bytes)
            framing = .length(decoder)
            return outcome
        case .chunked(var decoder):
            let outcome = decoder.decode(bytes)
            framing = .chunked(decoder)
            return outcome
        }
    }
}

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
