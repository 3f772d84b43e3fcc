/// Makes damaged copies of messages, always the same ones for a seed.
struct Mutations {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A number below `bound`, by the SplitMix64 generator.
    mutating func next(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = (state ^ state >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return Int((mixed ^ mixed >> 31) % UInt64(bound))
    }

    /// Bytes that mean something to a parser.
    private static let telling = Array("\r\n\t :;,?#%/\\.0af\"[]\u{0}\u{7F}".utf8) + [0x80, 0xFF]

    /// A copy of `bytes` with one to three changes: a byte replaced, removed, inserted or doubled, a stretch repeated.
    mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0...next(3) {
            let place = next(bytes.count + 1)
            let byte = Self.telling[next(Self.telling.count)]
            switch next(5) {
            case 0 where place < bytes.count: bytes[place] = byte
            case 1 where place < bytes.count: bytes.remove(at: place)
            case 2: bytes.insert(byte, at: place)
            case 3 where place < bytes.count: bytes.insert(bytes[place], at: place)
            default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + next(20))], at: place)
            }
        }
        return bytes
    }
}
