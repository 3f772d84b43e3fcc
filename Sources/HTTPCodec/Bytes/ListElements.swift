/// Walks the elements of a comma-separated list (RFC 9110, section 5.6.1) without the white space around them.
///
/// Empty elements are handed out as empty stretches, since not every field may pass over them. Quoted commas are not
/// known here: the fields that the codec reads hold tokens only, and one with a quoted string is refused or not
/// supported anyway.
struct ListElements {
    private var position: Int
    private let end: Int
    private var isDone = false

    init(_ value: ByteSlice) {
        position = value.start
        end = value.end
    }

    /// The next element, or nil behind the last one. An empty list has one empty element.
    mutating func next(in bytes: RawSpan) -> (start: Int, end: Int)? {
        guard !isDone else { return nil }
        let start = position
        while position < end, bytes.byte(position) != .comma { position &+= 1 }
        let element = bytes.trimmed(from: start, to: position)
        if position == end { isDone = true }
        position &+= 1
        return element
    }
}
