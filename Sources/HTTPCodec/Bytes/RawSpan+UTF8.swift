extension RawSpan {
    /// Checks that the bytes from `start` on are valid UTF-8 (Unicode, table 3-7) without the control characters
    /// U+0080 to U+009F.
    func checkUTF8(from start: Int) throws(RequestError) {
        var position = start
        while position < byteCount {
            let lead = byte(position)
            guard lead >= 0x80 else {
                position &+= 1
                continue
            }
            guard let (count, second) = Self.sequence(startingWith: lead), position &+ count <= byteCount,
                second.contains(byte(position &+ 1))
            else { throw .invalidUTF8InPath }
            for index in 2..<max(2, count) {
                guard byte(position &+ index) & 0xC0 == 0x80 else { throw .invalidUTF8InPath }
            }
            if lead == 0xC2, byte(position &+ 1) < 0xA0 { throw .controlCharacterInPath }
            position &+= count
        }
    }

    /// How many bytes a sequence has that begins with `lead`, and what its second byte may be.
    private static func sequence(startingWith lead: UInt8) -> (count: Int, second: ClosedRange<UInt8>)? {
        switch lead {
        case 0xC2...0xDF: (2, 0x80...0xBF)
        case 0xE0: (3, 0xA0...0xBF)
        case 0xED: (3, 0x80...0x9F)
        case 0xE1...0xEF: (3, 0x80...0xBF)
        case 0xF0: (4, 0x90...0xBF)
        case 0xF1...0xF3: (4, 0x80...0xBF)
        case 0xF4: (4, 0x80...0x8F)
        default: nil
        }
    }

    /// How many characters valid UTF-8 has from `start` on: the bytes that do not continue a sequence.
    func characters(from start: Int) -> Int {
        var count = 0
        for position in start..<byteCount where byte(position) & 0xC0 != 0x80 { count &+= 1 }
        return count
    }
}
