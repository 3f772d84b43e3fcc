/// Turns the path of a request target into the one form that modules see.
///
/// This is the one place where that happens, once, before any module runs. The rule:
///
/// 1. The path reaches to the first question mark; what follows is the query, which is left as it was received. An
///    empty path, as in `http://host?query`, is `/`.
/// 2. Each `%XX` becomes the byte it stands for, once: `%2541` is `%41`. A percent sign that two hexadecimal digits
///    do not follow is refused, as is the form `%uXXXX`.
/// 3. An encoded slash is part of a name and no separator: it stays as it is, as `%2F`. A module that has to tell it
///    from `%252F`, which comes out the same, looks at the target as received. All backslashes (`\`, `%5C`) are refused: some
///    readers take them for separators and others do not.
/// 4. Control characters are refused: U+0000 to U+001F, U+007F to U+009F.
/// 5. What comes out must be valid UTF-8: no overlong forms, no surrogates, nothing above U+10FFFF. It is not
///    normalised.
/// 6. Segments are then told apart by slashes. `.` goes; `..` goes and takes the segment before it along. It does
///    not matter whether the full stops were encoded. A path that leads above the root is refused, even if it would
///    come back.
/// 7. Empty segments stay: `//a` is not `/a`. For `..` an empty segment counts like any other.
/// 8. Scheme, host, path and query together have at most 16,383 characters, which is what the module API can
///    describe.
///
/// Everything is refused with 400, only too long a URL with 414. Nothing here knows about file systems.
package enum URLCooker {
    /// The most characters that a cooked URL may have.
    package static var longestURL: Int { 16_383 }

    /// The path and query of a target that is usable as received, which nearly all are; nil if it takes `cook` to tell.
    package static func uncooked(
        _ target: ByteSlice, of bytes: RawSpan, hostLength: Int, isSecure: Bool
    ) -> CookedURL? {
        precondition(target.end <= bytes.byteCount, "the target lies outside its bytes")
        let (pathEnd, isPlain) = endOfPlainPath(bytes, from: target.start, to: target.end)
        guard isPlain, pathEnd > target.start, (isSecure ? 8 : 7) + hostLength + Int(target.length) <= longestURL else {
            return nil
        }
        let query = pathEnd < target.end ? ByteSlice(pathEnd &+ 1, target.end) : nil
        return CookedURL(path: .received(ByteSlice(target.start, pathEnd)), query: query)
    }

    /// Cooks the path and query of a target.
    ///
    /// - Parameters:
    ///   - target: `RequestHead.path`: the target in origin form, or what follows the authority in absolute form.
    ///   - bytes: what the slice refers to.
    ///   - hostLength: bytes in the host of the URL, for the limit on its length.
    ///   - isSecure: whether the scheme is https.
    ///   - output: where the path is written if it is not usable as received. Needs room for as many bytes as the
    ///     target has, and for one at least. Untouched when the answer is `.received`; after an error its new bytes
    ///     mean nothing.
    package static func cook(
        _ target: ByteSlice, of bytes: RawSpan, hostLength: Int, isSecure: Bool, into output: inout OutputRawSpan
    ) throws(RequestError) -> CookedURL {
        precondition(target.end <= bytes.byteCount, "the target lies outside its bytes")
        let (plainEnd, isPlain) = endOfPlainPath(bytes, from: target.start, to: target.end)
        var pathEnd = plainEnd
        while pathEnd < target.end, bytes.byte(pathEnd) != .questionMark { pathEnd &+= 1 }
        let query = pathEnd < target.end ? ByteSlice(pathEnd &+ 1, target.end) : nil
        let querySize = target.end &- pathEnd
        let rootSize = (isSecure ? 8 : 7) + hostLength

        if isPlain, pathEnd > target.start {
            guard rootSize + Int(target.length) <= longestURL else { throw .urlTooLong }
            return CookedURL(path: .received(ByteSlice(target.start, pathEnd)), query: query)
        }
        precondition(output.freeCapacity >= max(1, Int(target.length)), "too little room for the cooked path")
        let start = output.byteCount
        try PathCooker.cook(bytes, from: target.start, to: pathEnd, into: &output)
        let count = output.byteCount - start
        guard rootSize + querySize + output.bytes.characters(from: start) <= longestURL else { throw .urlTooLong }
        return CookedURL(path: .written(count: count), query: query)
    }

    /// The cooked path of a target that stands alone, for what describes requests and does not serve them.
    package static func path(of target: String, hostLength: Int) throws(RequestError) -> String {
        let bytes = Array(target.utf8)
        // Safety: the memory is written by `cook` and read before it goes.
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, bytes.count), alignment: 1)
        defer { memory.deallocate() }
        var output = OutputRawSpan(buffer: memory, initializedCount: 0)
        let url = try cook(
            ByteSlice(0, bytes.count), of: bytes.span.bytes, hostLength: hostLength, isSecure: false, into: &output)
        switch url.path {
        case .received(let path): return String(decoding: bytes[path.range], as: UTF8.self)
        case .written(let count): return String(decoding: memory[..<count], as: UTF8.self)
        }
    }

    /// Where the path ends, and whether it may be used as received; else where a byte stands that needs work.
    @inline(__always)
    private static func endOfPlainPath(_ bytes: RawSpan, from start: Int, to end: Int) -> (Int, Bool) {
        guard start < end, bytes.byte(start) == .slash else { return (start, false) }
        var position = start &+ 1
        while position < end {
            let byte = bytes.byte(position)
            if !ByteClass.contains(byte, in: ByteClass.plainPath) {
                if byte == .questionMark { break }
                guard byte == .fullStop, bytes.byte(position &- 1) != .slash else { return (position, false) }
            }
            position &+= 1
        }
        return (position, true)
    }
}

/// Rules 2 to 7 of `URLCooker`: decodes a path and removes its dot segments in one pass.
///
/// What is written always begins with a slash, and between segments ends with one.
enum PathCooker {
    /// Writes the cooked form of the path from `start` to `end`, never more bytes than it has, but one at least.
    static func cook(
        _ bytes: RawSpan, from start: Int, to end: Int, into output: inout OutputRawSpan
    ) throws(RequestError) {
        let root = output.byteCount
        output.append(.slash)
        guard start < end else { return }
        guard bytes.byte(start) == .slash else { throw .malformedTarget }
        var position = start &+ 1
        while true {
            let segment = output.byteCount
            position = try decodeSegment(bytes, from: position, to: end, into: &output)
            switch dots(in: output.bytes, from: segment) {
            case 1: output.removeLast(1)
            case 2:
                output.removeLast(2)
                try removeSegment(from: &output, root: root)
            default:
                if position < end { output.append(.slash) }
            }
            guard position < end else { return }
            position &+= 1
        }
    }

    /// Decodes up to the next slash or `end`, answers where that is.
    private static func decodeSegment(
        _ bytes: RawSpan, from start: Int, to end: Int, into output: inout OutputRawSpan
    ) throws(RequestError) -> Int {
        let segment = output.byteCount
        var isASCII = true
        var position = start
        while position < end {
            var byte = bytes.byte(position)
            if byte == .slash { break }
            if byte == .percent {
                guard position &+ 2 < end, let high = ByteClass.hexValue(bytes.byte(position &+ 1)),
                    let low = ByteClass.hexValue(bytes.byte(position &+ 2))
                else { throw .malformedPercentEncoding }
                byte = high << 4 | low
                position &+= 2
                if byte == .slash {
                    output.put("%2F")
                    position &+= 1
                    continue
                }
            }
            guard byte != .backslash else { throw .backslashInPath }
            guard byte >= 0x20, byte != 0x7F else { throw .controlCharacterInPath }
            if byte >= 0x80 { isASCII = false }
            output.append(byte)
            position &+= 1
        }
        if !isASCII { try output.bytes.checkUTF8(from: segment) }
        return position
    }

    /// 1 for the segment `.`, 2 for `..`, else 0.
    private static func dots(in bytes: RawSpan, from segment: Int) -> Int {
        let count = bytes.byteCount - segment
        guard count == 1 || count == 2, bytes.byte(segment) == .fullStop else { return 0 }
        return count == 1 || bytes.byte(segment + 1) == .fullStop ? count : 0
    }

    /// Removes the last segment and the slash behind it.
    private static func removeSegment(from output: inout OutputRawSpan, root: Int) throws(RequestError) {
        guard output.byteCount > root + 1 else { throw .pathAboveRoot }
        output.removeLast(1)
        while output.bytes.byte(output.byteCount - 1) != .slash { output.removeLast(1) }
    }
}
