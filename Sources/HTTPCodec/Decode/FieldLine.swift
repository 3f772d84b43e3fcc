/// Why the parser of a line stopped.
enum Stop: Error {
    /// The line is not complete. Never thrown for a line whose line feed has been seen: the decoder would not look at
    /// that line again.
    case incomplete
    /// The line is wrong.
    case refused(RequestError)
}

/// Where the parts of one field line are. Heads and trailers share its grammar:
/// `field-name ":" OWS field-value OWS CRLF`, without the obsolete folding.
struct FieldLine {
    let nameStart: Int
    let nameEnd: Int
    let valueStart: Int
    let valueEnd: Int
    /// The first byte of the next line.
    let next: Int

    /// Parses the line from `start`, which must not be its end.
    @inline(__always)
    init(_ bytes: RawSpan, at start: Int) throws(Stop) {
        let end = bytes.byteCount
        var position = start
        while position < end, ByteClass.isToken(bytes.byte(position)) { position &+= 1 }
        guard position < end else { throw .incomplete }
        guard bytes.byte(position) == .colon, position > start else {
            throw .refused(Self.nameFault(bytes, start: start, position: position))
        }
        nameStart = start
        nameEnd = position
        position &+= 1
        while position < end, ByteClass.isBlank(bytes.byte(position)) { position &+= 1 }
        valueStart = position
        while true {
            position = bytes.firstControl(from: position, to: end)
            guard position < end else { throw .incomplete }
            let byte = bytes.byte(position)
            if byte == .carriageReturn { break }
            guard byte == .tab else {
                throw .refused(byte == .lineFeed ? .bareLineFeed : .controlCharacter)
            }
            position &+= 1
        }
        guard position &+ 1 < end else { throw .incomplete }
        guard bytes.byte(position &+ 1) == .lineFeed else { throw .refused(.bareCarriageReturn) }
        next = position &+ 2
        while position > valueStart, ByteClass.isBlank(bytes.byte(position &- 1)) { position &-= 1 }
        valueEnd = position
    }

    /// What is wrong with a name that does not end at a colon, but at `position`.
    private static func nameFault(_ bytes: RawSpan, start: Int, position: Int) -> RequestError {
        let byte = bytes.byte(position)
        switch byte {
        case .space, .tab: return position == start ? .foldedLine : .whiteSpaceBeforeColon
        case .colon: return .emptyFieldName
        case .carriageReturn: return .missingColon
        case .lineFeed: return .bareLineFeed
        default: return byte < 0x20 || byte == 0x7F ? .controlCharacter : .malformedFieldName
        }
    }
}

extension RawSpan {
    /// Whether the line from `position` is empty. Where there is a carriage return, a line feed must follow.
    @inline(__always)
    func isLineEnd(at position: Int) throws(Stop) -> Bool {
        guard position < byteCount else { throw .incomplete }
        guard byte(position) == .carriageReturn else { return false }
        guard position &+ 1 < byteCount else { throw .incomplete }
        guard byte(position &+ 1) == .lineFeed else { throw .refused(.bareCarriageReturn) }
        return true
    }
}
