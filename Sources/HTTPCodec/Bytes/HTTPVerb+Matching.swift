/// Finds the number of a method.
extension HTTPVerb {
    /// The number of a method. Methods are case-sensitive, so `get` is `unknown`.
    package init(method: RawSpan) {
        self.init(method, from: 0, to: method.byteCount)
    }

    @inline(__always)
    init(_ bytes: RawSpan, from start: Int, to end: Int) {
        let isUpper = Self.isUpperCase(bytes, from: start, to: end)
        self = isUpper ? Self.match(bytes, from: start, to: end) : .unknown
    }

    @inline(__always)
    private static func isUpperCase(_ bytes: RawSpan, from start: Int, to end: Int) -> Bool {
        var position = start
        while position < end, bytes.byte(position) &- 0x41 < 26 { position &+= 1 }
        return position == end
    }
}
