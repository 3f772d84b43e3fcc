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
