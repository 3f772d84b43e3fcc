/// Checks the extensions of one chunk, byte by byte, from behind the first semicolon (RFC 9112, section 7.1.1):
/// `chunk-ext-name [ BWS "=" BWS chunk-ext-val ]`, and again behind each further semicolon.
///
/// They are checked and passed over: no recipient has to know any. What one reader skips and another reads as the end of
/// a line is a way to smuggle requests, so nothing but the grammar is let through.
struct ChunkExtensions {
    private enum Step {
        /// Behind a semicolon, where a name has to begin.
        case semicolon
        case name
        /// In white space behind a name.
        case nameEnd
        /// Behind an equals sign, where a value has to begin.
        case equals
        case value
        /// Inside a quoted value.
        case quoted
        /// Behind a backslash there.
        case quotedPair
        /// Behind the closing quote.
        case quoteEnd
        /// In white space behind a value.
        case valueEnd
    }

    private var step = Step.semicolon

    /// Whether the line may end here.
    var mayEnd: Bool {
        switch step {
        case .name, .value, .quoteEnd: true
        case .semicolon, .nameEnd, .equals, .quoted, .quotedPair, .valueEnd: false
        }
    }

    /// Takes the next byte, which is not a line end. What is wrong with it, if anything.
    mutating func accept(_ byte: UInt8) -> RequestError? {
        guard byte >= 0x20 || byte == .tab, byte != 0x7F else { return .controlCharacter }
        guard let next = Self.step(after: step, byte) else { return .malformedChunkExtension }
        step = next
        return nil
    }

    private static func step(after step: Step, _ byte: UInt8) -> Step? {
        switch step {
        case .quoted:
            if byte == .quotationMark { return .quoteEnd }
            return byte == .backslash ? .quotedPair : .quoted
        case .quotedPair: return .quoted
        case .semicolon:
            if ByteClass.isBlank(byte) { return .semicolon }
            return ByteClass.isToken(byte) ? .name : nil
        case .equals:
            if ByteClass.isBlank(byte) { return .equals }
            if byte == .quotationMark { return .quoted }
            return ByteClass.isToken(byte) ? .value : nil
        case .name where ByteClass.isToken(byte): return .name
        case .value where ByteClass.isToken(byte): return .value
        case .name, .nameEnd:
            if byte == .equalsSign { return .equals }
            return separator(byte, blank: .nameEnd)
        case .value, .quoteEnd, .valueEnd: return separator(byte, blank: .valueEnd)
        }
    }

    private static func separator(_ byte: UInt8, blank: Step) -> Step? {
        if byte == .semicolon { return .semicolon }
        return ByteClass.isBlank(byte) ? blank : nil
    }
}
