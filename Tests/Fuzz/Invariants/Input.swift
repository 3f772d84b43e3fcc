extension DecoderLimits {
    /// Limits that small inputs can reach.
    static var tight: DecoderLimits {
        var limits = DecoderLimits()
        limits.methodBytes = 8
        limits.targetBytes = 24
        limits.fieldSectionBytes = 72
        limits.fieldCount = 3
        limits.chunkExtensionBytes = 12
        return limits
    }
}

extension RawSpan {
    /// A place to split the bytes at that depends on nothing but the bytes, so that every finding can be repeated.
    var split: Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for position in 0..<byteCount { hash = (hash ^ UInt64(byte(position))) &* 0x0000_0100_0000_01B3 }
        return Int((hash ^ hash >> 32) % UInt64(byteCount + 1))
    }

    /// A copy of a stretch.
    func array(_ range: Range<Int>) -> [UInt8] {
        precondition(range.lowerBound >= 0 && range.upperBound <= byteCount, "a slice reaches out of its bytes")
        return range.map { byte($0) }
    }
}

extension [UInt8] {
    /// The parts between the separators, one more than there are separators.
    func parts(separatedBy separator: UInt8) -> [[UInt8]] {
        split(separator: separator, omittingEmptySubsequences: false).map(Array.init)
    }

    /// The parts between line ends; a carriage return or a line feed alone separates nothing.
    var lines: [[UInt8]] {
        var lines: [[UInt8]] = [[]]
        var position = 0
        while position < count {
            if self[position] == 0x0D, position + 1 < count, self[position + 1] == 0x0A {
                lines.append([])
                position += 2
            } else {
                lines[lines.count - 1].append(self[position])
                position += 1
            }
        }
        return lines
    }

    /// Without spaces and tabs at both ends.
    var trimmed: [UInt8] {
        var rest = self[...]
        while rest.first == 0x20 || rest.first == 0x09 { rest = rest.dropFirst() }
        while rest.last == 0x20 || rest.last == 0x09 { rest = rest.dropLast() }
        return Array(rest)
    }

    /// With `A` to `Z` as small letters.
    var lowercased: [UInt8] { map { $0 >= 0x41 && $0 <= 0x5A ? $0 + 0x20 : $0 } }
}
