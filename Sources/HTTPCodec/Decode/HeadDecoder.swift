/// The request decoder of one connection behind a reference, for an owner that is a class itself.
///
/// The decoder's state stands behind a pointer: as a property of a class each use of it would be checked for exclusivity at run
/// time. Used by one thread at a time, that of the connection's loop.
package final class HeadDecoder {
    // Safety: allocated and freed with this object, and not reachable from anywhere else.
    private let decoder: UnsafeMutablePointer<RequestDecoder>

    /// Makes a decoder for one connection.
    package init(limits: DecoderLimits = DecoderLimits()) {
        decoder = .allocate(capacity: 1)
        unsafe decoder.initialize(to: RequestDecoder(limits: limits))
    }

    deinit {
        unsafe decoder.deinitialize(count: 1)
        unsafe decoder.deallocate()
    }

    /// See `RequestDecoder.decode`.
    package func decode(_ bytes: RawSpan) -> RequestDecoder.Outcome { unsafe decoder.pointee.decode(bytes) }

    /// Whether nothing has come of a request but empty lines before it.
    package var isBetweenRequests: Bool { unsafe decoder.pointee.isBetweenRequests }

    /// The request line and the meaning of the head. Complete once `decode` has returned `.head`.
    package var head: RequestHead { unsafe decoder.pointee.head }

    /// The number of field lines in the head.
    package var fieldCount: Int { unsafe decoder.pointee.fieldCount }

    /// The field line at `index`, in the order received. `index` must be below `fieldCount`.
    package func field(at index: Int) -> HeaderField { unsafe decoder.pointee.field(at: index) }
}
