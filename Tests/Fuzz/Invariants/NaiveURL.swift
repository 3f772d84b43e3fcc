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
