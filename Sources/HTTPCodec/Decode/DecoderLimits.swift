/// How large the parts of a request may be. What exceeds one is refused with the status that stands beside it.
package struct DecoderLimits: Equatable, Sendable {
    /// Bytes in a method; more is 501. No registered method has more than 17.
    package var methodBytes = 64
    /// Bytes in a request target; more is 414.
    package var targetBytes = 16_383
    /// Bytes in all field lines of a head, with the empty line that ends it; more is 431. Holds for trailers as well.
    package var fieldSectionBytes = 16_384
    /// Field lines in a head; more is 431. Holds for trailers as well.
    package var fieldCount = 100
    /// Bytes in all chunk extensions of one body; more is 400.
    package var chunkExtensionBytes = 4_096

    /// The defaults above.
    package init() {}

    /// Empty lines that may stand before a request line; more is 400. RFC 9112, section 2.2, asks for one at least.
    static let emptyLines = 16

    /// What a request line may take at most: method, target, two spaces, version and line end.
    var requestLineBytes: Int { methodBytes + targetBytes + 12 }

    /// The longest unconsumed stretch that a decoder can ask to see again. A receive buffer must be able to hold it.
    package var headBytes: Int { 2 * Self.emptyLines + requestLineBytes + fieldSectionBytes }
}
