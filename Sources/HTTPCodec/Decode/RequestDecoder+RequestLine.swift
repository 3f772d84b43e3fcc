// method SP request-target SP HTTP-version CRLF, with exactly one space in both places.

extension RequestDecoder {
    /// Decodes the request line from `start` into the head and answers where the next line begins.
    @inline(__always)
    mutating func decodeRequestLine(_ bytes: RawSpan, at start: Int) throws(Stop) -> Int {
        let end = bytes.byteCount
        var position = try decodeMethod(bytes, at: start) &+ 1
        let targetStart = position
        while position < end, ByteClass.contains(bytes.byte(position), in: ByteClass.target) { position &+= 1 }
        guard position < end else { throw .incomplete }
        guard bytes.byte(position) == .space, position > targetStart else {
            throw .refused(Self.targetFault(bytes.byte(position)))
        }
        guard position &- targetStart <= limits.targetBytes else { throw .refused(.targetTooLong) }
        let targetEnd = position
        head.target = ByteSlice(targetStart, targetEnd)

        let next = try decodeVersion(bytes, at: position &+ 1)
        try classifyTarget(bytes, from: targetStart, to: targetEnd)
        return next
    }

    /// Decodes the method into the head and answers where it ends, which is at a space. "GET " is half a word, and nearly
    /// always there.
    @inline(__always)
    private mutating func decodeMethod(_ bytes: RawSpan, at start: Int) throws(Stop) -> Int {
        if start &+ 8 <= bytes.byteCount, UInt32(truncatingIfNeeded: bytes.word(start)) == 0x2054_4547,
            limits.methodBytes >= 3
        {
            head.method = ByteSlice(start, start &+ 3)
            head.verb = .get
            return start &+ 3
        }
        return try decodeOtherMethod(bytes, at: start)
    }

    private mutating func decodeOtherMethod(_ bytes: RawSpan, at start: Int) throws(Stop) -> Int {
        let end = bytes.byteCount
        var position = start
        while position < end, ByteClass.isToken(bytes.byte(position)) { position &+= 1 }
        guard position < end else { throw .incomplete }
        guard bytes.byte(position) == .space else { throw .refused(Self.methodFault(bytes.byte(position))) }
        guard position &- start <= limits.methodBytes else { throw .refused(.methodTooLong) }
        head.method = ByteSlice(start, position)
        head.verb = HTTPVerb(bytes, from: start, to: position)
        return position
    }

    private static func methodFault(_ byte: UInt8) -> RequestError {
        switch byte {
        case .tab: .whiteSpaceInRequestLine
        case .lineFeed: .bareLineFeed
        case .carriageReturn: .missingVersion
        default: byte < 0x20 || byte == 0x7F ? .controlCharacter : .malformedMethod
        }
    }

    private static func targetFault(_ byte: UInt8) -> RequestError {
        switch byte {
        case .space, .tab: .whiteSpaceInRequestLine
        case .lineFeed: .bareLineFeed
        case .carriageReturn: .missingVersion
        default: byte < 0x20 || byte == 0x7F ? .controlCharacter : .malformedTarget
        }
    }

    /// Decodes version and line end. "HTTP/1.1" is one word, and nearly always there.
    @inline(__always)
    private mutating func decodeVersion(_ bytes: RawSpan, at start: Int) throws(Stop) -> Int {
        if start &+ 10 <= bytes.byteCount, bytes.word(start) == 0x312E_312F_5054_5448,
            bytes.byte(start &+ 8) == .carriageReturn, bytes.byte(start &+ 9) == .lineFeed
        {
            return start &+ 10
        }
        return try decodeOtherVersion(bytes, at: start)
    }

    private mutating func decodeOtherVersion(_ bytes: RawSpan, at start: Int) throws(Stop) -> Int {
        let end = bytes.byteCount
        let pattern: StaticString = "HTTP/0.0"
        for index in 0..<8 {
            guard start &+ index < end else { throw .incomplete }
            let expected = pattern.withBytes { $0.byte(index) }
            let byte = bytes.byte(start &+ index)
            guard expected == .zero ? ByteClass.isDigit(byte) : byte == expected else {
                throw .refused(Self.versionFault(byte))
            }
        }
        guard start &+ 8 < end else { throw .incomplete }
        let lineEnd = bytes.byte(start &+ 8)
        guard lineEnd == .carriageReturn else { throw .refused(Self.versionFault(lineEnd)) }
        guard start &+ 9 < end else { throw .incomplete }
        guard bytes.byte(start &+ 9) == .lineFeed else { throw .refused(.bareCarriageReturn) }
        let major = bytes.byte(start &+ 5) &- .zero
        guard major == 1 else {
            let isPreface = major == 2 && bytes.matches("PRI", from: head.method.start, to: head.method.end)
            throw .refused(isPreface ? .http2WithoutUpgrade : .unsupportedVersion)
        }
        head.minorVersion = bytes.byte(start &+ 7) &- .zero
        return start &+ 10
    }

    private static func versionFault(_ byte: UInt8) -> RequestError {
        switch byte {
        case .space, .tab: .whiteSpaceInRequestLine
        case .lineFeed: .bareLineFeed
        default: .malformedVersion
        }
    }

    /// Finds the form of the target and checks that it goes with the method.
    @inline(__always)
    private mutating func classifyTarget(_ bytes: RawSpan, from start: Int, to end: Int) throws(Stop) {
        let isConnect = head.verb == .connect
        if bytes.byte(start) == .slash, !isConnect {
            head.targetForm = .origin
            head.path = head.target
        } else {
            try classifyOtherTarget(bytes, from: start, to: end)
        }
    }

    private mutating func classifyOtherTarget(_ bytes: RawSpan, from start: Int, to end: Int) throws(Stop) {
        if head.verb == .connect {
            guard bytes.byte(start) != .slash else { throw .refused(.wrongTargetForm) }
            guard HostSyntax.accepts(bytes, from: start, to: end, needsPort: true) else {
                throw .refused(.malformedAuthority)
            }
            head.targetForm = .authority
            head.authority = head.target
        } else if bytes.byte(start) == UInt8(ascii: "*"), end &- start == 1 {
            guard head.verb == .options else { throw .refused(.wrongTargetForm) }
            head.targetForm = .asterisk
        } else {
            try splitAbsoluteTarget(bytes, from: start, to: end)
        }
    }

    private mutating func splitAbsoluteTarget(_ bytes: RawSpan, from start: Int, to end: Int) throws(Stop) {
        var schemeEnd = start
        while schemeEnd < end, bytes.byte(schemeEnd) != .colon { schemeEnd &+= 1 }
        let isPlain = bytes.matches("http", from: start, to: schemeEnd)
        let isSecure = bytes.matches("https", from: start, to: schemeEnd)
        let authorityStart = schemeEnd &+ 3
        guard isPlain || isSecure, authorityStart <= end, bytes.byte(schemeEnd &+ 1) == .slash,
            bytes.byte(schemeEnd &+ 2) == .slash
        else { throw .refused(.wrongTargetForm) }
        var authorityEnd = authorityStart
        while authorityEnd < end, bytes.byte(authorityEnd) != .slash, bytes.byte(authorityEnd) != .questionMark {
            authorityEnd &+= 1
        }
        guard HostSyntax.accepts(bytes, from: authorityStart, to: authorityEnd) else {
            throw .refused(.malformedAuthority)
        }
        head.targetForm = .absolute
        head.isSecureTarget = isSecure
        head.authority = ByteSlice(authorityStart, authorityEnd)
        head.path = ByteSlice(authorityEnd, end)
    }
}
