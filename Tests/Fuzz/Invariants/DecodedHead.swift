/// Everything that a decoder says about a head, and the text of it.
struct DecodedHead: Equatable {
    let outcome: RequestDecoder.Outcome
    let head: RequestHead?
    let fields: [HeaderField]

    /// The answer of a fresh decoder that is given each of `prefixes` of the bytes, until it is content.
    init(_ bytes: RawSpan, limits: DecoderLimits, prefixes: some Sequence<Int>) {
        var decoder = RequestDecoder(limits: limits)
        var outcome = RequestDecoder.Outcome.needMore
        for end in prefixes {
            outcome = decoder.decode(bytes.extracting(0..<end))
            if outcome != .needMore { break }
        }
        self.outcome = outcome
        guard outcome == .head else {
            head = nil
            fields = []
            if case .failure = outcome {
                precondition(decoder.decode(bytes) == outcome, "a failure is not repeated")
            }
            return
        }
        head = decoder.head
        var fields: [HeaderField] = []
        for index in 0..<decoder.fieldCount { fields.append(decoder.field(at: index)) }
        self.fields = fields
    }
}
