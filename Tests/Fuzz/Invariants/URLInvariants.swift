/// What must hold of a path that modules get to see, whatever a client asks for.
enum URLInvariants {
    private static let hostLength = 9
    private static let before: [UInt8] = Array("before".utf8)

    static func check(_ bytes: RawSpan) {
        let target = ByteSlice(0, bytes.byteCount)
        let quick = URLCooker.uncooked(target, of: bytes, hostLength: hostLength, isSecure: false)
        guard let (url, path) = cook(bytes) else {
            precondition(quick == nil, "a target is refused and yet usable as received")
            precondition(isRightlyRefused(bytes.array(target.range)), "a target is refused that should not be")
            return
        }
        if case .received = url.path {
            precondition(quick == url, "a target is usable as received, but not at once")
        } else {
            precondition(quick == nil, "a target is cooked that is usable as received")
        }
        checkPath(path, of: bytes)
        let mark = (0..<bytes.byteCount).first { bytes.byte($0) == 0x3F }
        precondition(url.query == mark.map { ByteSlice($0 + 1, bytes.byteCount) }, "another query than was received")
        checkSecondCooking(path)
    }

    /// Whether the path is against the rule, or the URL longer than the module API can describe.
    private static func isRightlyRefused(_ target: [UInt8]) -> Bool {
        guard let path = NaiveURL.path(of: target) else { return true }
        let query = target.count - target.prefix { $0 != 0x3F }.count
        let characters = String(decoding: path, as: UTF8.self).unicodeScalars.count
        return "http://".utf8.count + hostLength + characters + query > URLCooker.longestURL
    }

    private static func checkPath(_ path: [UInt8], of bytes: RawSpan) {
        precondition(path.first == 0x2F, "a path that does not begin with a slash")
        precondition(path.count <= max(1, bytes.byteCount), "a path that is longer than its target")
        precondition(!path.contains(0) && !path.contains(0x5C), "a NUL or a backslash in a path")
        for segment in path.parts(separatedBy: 0x2F) {
            precondition(segment != [0x2E] && segment != [0x2E, 0x2E], "a dot segment in a path")
        }
        precondition(String(validating: path, as: UTF8.self) != nil, "a path that is not UTF-8")
        precondition(NaiveURL.path(of: bytes.array(0..<bytes.byteCount)) == path, "another path than the rule says")
    }

    /// A path that is encoded again comes out the same: it is decoded once, and only once.
    private static func checkSecondCooking(_ path: [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        var encoded: [UInt8] = []
        for byte in path {
            if byte == 0x2F || byte >= 0x61 && byte <= 0x7A {
                encoded.append(byte)
            } else {
                encoded += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        guard encoded.count < URLCooker.longestURL - 16 else { return }
        precondition(cook(encoded.span.bytes)?.1 == path, "a path is another when it is encoded and cooked again")
    }

    /// What the cooker makes of a target, and the path's text; nil if it refuses. Writes behind bytes of another owner.
    private static func cook(_ bytes: RawSpan) -> (CookedURL, [UInt8])? {
        let target = ByteSlice(0, bytes.byteCount)
        let room = UnsafeMutableRawBufferPointer.allocate(
            byteCount: before.count + max(1, bytes.byteCount), alignment: 1)
        defer { room.deallocate() }
        var output = OutputRawSpan(buffer: room, initializedCount: 0)
        for byte in before { output.append(byte) }
        let url = try? URLCooker.cook(target, of: bytes, hostLength: hostLength, isSecure: false, into: &output)
        let count = output.finalize(for: room)
        precondition(Array(room[..<before.count]) == before, "the cooker wrote over what was there")
        switch url?.path {
        case .received(let slice)?:
            precondition(count == before.count, "output for a path that is usable as received")
            return url.map { ($0, bytes.array(slice.range)) }
        case .written(let written)?:
            precondition(written == count - before.count, "another number of bytes than were written")
            return url.map { ($0, Array(room[before.count..<count])) }
        case nil: return nil
        }
    }
}

/// The rule of `URLCooker`, written down a second time without any care for speed.
enum NaiveURL {
    /// The path that modules shall see, or nil if it shall be refused.
    static func path(of target: [UInt8]) -> [UInt8]? {
        let raw = Array(target.prefix { $0 != 0x3F })
        if raw.isEmpty { return [0x2F] }
        guard raw[0] == 0x2F else { return nil }
        var segments: [[UInt8]] = []
        let parts = raw.parts(separatedBy: 0x2F).dropFirst()
        for (index, part) in parts.enumerated() {
            guard let segment = decoded(part) else { return nil }
            let isLast = index == parts.count - 1
            switch segment {
            case [0x2E]: if isLast { segments.append([]) }
            case [0x2E, 0x2E]:
                guard segments.popLast() != nil else { return nil }
                if isLast { segments.append([]) }
            default: segments.append(segment)
            }
        }
        var path: [UInt8] = []
        for segment in segments { path += [0x2F] + segment }
        return path
    }

    /// A segment with its percent signs resolved, or nil if it holds what no segment may hold.
    private static func decoded(_ part: [UInt8]) -> [UInt8]? {
        var result: [UInt8] = []
        var rest = part[...]
        while let byte = rest.popFirst() {
            if byte == 0x25 {
                let digits = rest.prefix(2)
                guard digits.count == 2, !digits.contains(0x2B), !digits.contains(0x2D),
                    let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
                else { return nil }
                rest = rest.dropFirst(2)
                // An encoded slash is no separator and stays encoded.
                result += value == 0x2F ? [0x25, 0x32, 0x46] : [value]
            } else {
                result.append(byte)
            }
        }
        let isText = String(validating: result, as: UTF8.self).map { text in
            text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        }
        return isText != true || result.contains(0x5C) ? nil : result
    }
}
