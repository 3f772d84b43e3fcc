/// What the fields seen so far say about the message itself: its framing, its connection, its host.
///
/// Each such field is read once, when its line is decoded; `conclude` weighs them against each other at the end of
/// the head.
struct FieldNotes {
    private struct Seen: OptionSet {
        let rawValue: UInt16
        static var host: Seen { Seen(rawValue: 1) }
        static var contentLength: Seen { Seen(rawValue: 2) }
        static var transferEncoding: Seen { Seen(rawValue: 4) }
        static var chunked: Seen { Seen(rawValue: 8) }
        static var otherCoding: Seen { Seen(rawValue: 16) }
        static var close: Seen { Seen(rawValue: 32) }
        static var keepAlive: Seen { Seen(rawValue: 64) }
        static var upgrade: Seen { Seen(rawValue: 128) }
        static var continueExpected: Seen { Seen(rawValue: 256) }
        static var otherExpectation: Seen { Seen(rawValue: 512) }
    }

    private var seen: Seen = []
    private var contentLength: UInt64 = 0
    private var host = ByteSlice.none

    /// Whether a field with that number says anything about the message itself.
    @inline(__always)
    static func concerns(_ id: Int8) -> Bool {
        guard id >= 0 else { return false }
        return (1 &<< UInt64(truncatingIfNeeded: id)) & concerned != 0
    }

    @inline(__always)
    private static var concerned: UInt64 {
        RequestHeaderID.connection.bit | RequestHeaderID.transferEncoding.bit | RequestHeaderID.contentLength.bit
            | RequestHeaderID.expect.bit | RequestHeaderID.host.bit
    }

    /// Reads the field `id`, which is one that `concerns` answers true for.
    @inline(__always)
    mutating func note(_ id: Int8, _ value: ByteSlice, _ bytes: RawSpan) throws(Stop) {
        if id == RequestHeaderID.host.rawValue {
            try noteHost(value, bytes)
        } else {
            try noteOther(id, value, bytes)
        }
    }

    private mutating func noteOther(_ id: Int8, _ value: ByteSlice, _ bytes: RawSpan) throws(Stop) {
        switch RequestHeaderID(rawValue: id) {
        case .connection: try noteConnection(value, bytes)
        case .contentLength: try noteContentLength(value, bytes)
        case .transferEncoding: try noteTransferEncoding(value, bytes)
        case .expect: noteExpect(value, bytes)
        default: break
        }
    }

    @inline(__always)
    private mutating func noteHost(_ value: ByteSlice, _ bytes: RawSpan) throws(Stop) {
        guard !seen.contains(.host) else { throw .refused(.repeatedHost) }
        guard value.isEmpty || HostSyntax.accepts(bytes, from: value.start, to: value.end) else {
            throw .refused(.malformedHost)
        }
        seen.insert(.host)
        host = value
    }

    /// A list of tokens. Empty elements are passed over, as RFC 9110, section 5.6.1 wants it.
    private mutating func noteConnection(_ value: ByteSlice, _ bytes: RawSpan) throws(Stop) {
        var elements = ListElements(value)
        while let (start, end) = elements.next(in: bytes) {
            guard start < end else { continue }
            guard bytes.isToken(from: start, to: end) else { throw .refused(.malformedConnection) }
            if bytes.matches("close", from: start, to: end) {
                seen.insert(.close)
            } else if bytes.matches("keep-alive", from: start, to: end) {
                seen.insert(.keepAlive)
            } else if bytes.matches("upgrade", from: start, to: end) {
                seen.insert(.upgrade)
            }
        }
    }

    /// Digits only, once only. RFC 9110, section 8.6 would allow equal repetitions; refusing them leaves nothing to
    /// differ about.
    private mutating func noteContentLength(_ value: ByteSlice, _ bytes: RawSpan) throws(Stop) {
        guard !seen.contains(.contentLength) else { throw .refused(.repeatedContentLength) }
        guard !value.isEmpty else { throw .refused(.malformedContentLength) }
        var length: UInt64 = 0
        var isTooLarge = false
        for position in value.range {
            let digit = bytes.byte(position) &- .zero
            guard digit < 10 else { throw .refused(.malformedContentLength) }
            if length > (UInt64(Int64.max) &- UInt64(digit)) / 10 { isTooLarge = true }
            if !isTooLarge { length = length &* 10 &+ UInt64(digit) }
        }
        guard !isTooLarge else { throw .refused(.contentLengthTooLarge) }
        seen.insert(.contentLength)
        contentLength = length
    }

    /// A list of codings, over all lines of that name. Only "chunked" is known here, and it has no parameters.
    private mutating func noteTransferEncoding(_ value: ByteSlice, _ bytes: RawSpan) throws(Stop) {
        seen.insert(.transferEncoding)
        var elements = ListElements(value)
        while let (start, end) = elements.next(in: bytes) {
            var nameEnd = start
            while nameEnd < end, ByteClass.isToken(bytes.byte(nameEnd)) { nameEnd &+= 1 }
            let name = bytes.trimmed(from: nameEnd, to: end).start
            guard nameEnd > start, name == end || bytes.byte(name) == .semicolon else {
                throw .refused(.malformedTransferEncoding)
            }
            let isChunked = bytes.matches("chunked", from: start, to: nameEnd)
            guard !isChunked || nameEnd == end else { throw .refused(.malformedTransferEncoding) }
            if seen.contains(.chunked) { throw .refused(isChunked ? .chunkedRepeated : .chunkedNotLast) }
            seen.insert(isChunked ? .chunked : .otherCoding)
        }
    }

    private mutating func noteExpect(_ value: ByteSlice, _ bytes: RawSpan) {
        let isContinue =
            bytes.isToken(from: value.start, to: value.end)
            && bytes.matches("100-continue", from: value.start, to: value.end)
        seen.insert(isContinue ? .continueExpected : .otherExpectation)
    }

    /// Weighs the notes and writes into the head what follows from them.
    @inline(__always)
    func conclude(_ head: inout RequestHead) throws(Stop) {
        let isHTTP10 = head.minorVersion == 0
        guard seen.contains(.host) || isHTTP10 else { throw .refused(.missingHost) }
        head.host = head.targetForm == .absolute ? head.authority : host
        guard seen != .host || isHTTP10 else { return }
        try concludeFraming(&head, isHTTP10: isHTTP10)
        head.keepAlive = !seen.contains(.close) && (!isHTTP10 || seen.contains(.keepAlive))
        head.wantsUpgrade = seen.contains(.upgrade) && !isHTTP10
        guard !isHTTP10 else { return }
        guard !seen.contains(.otherExpectation) else { throw .refused(.unsupportedExpectation) }
        head.expectsContinue = seen.contains(.continueExpected) && head.hasBody
    }

    private func concludeFraming(_ head: inout RequestHead, isHTTP10: Bool) throws(Stop) {
        if seen.contains(.transferEncoding) {
            guard !seen.contains(.contentLength) else { throw .refused(.contentLengthWithTransferEncoding) }
            guard !isHTTP10 else { throw .refused(.transferEncodingInHTTP10) }
            guard !seen.contains(.otherCoding) else { throw .refused(.unsupportedTransferCoding) }
            head.framing = .chunked
        } else if seen.contains(.contentLength) {
            head.framing = .length(contentLength)
        }
    }
}
