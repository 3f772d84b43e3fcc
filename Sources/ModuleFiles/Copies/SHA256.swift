import CDigest

/// SHA-256 as in FIPS 180-4: the name under which the content of an image is known.
package struct SHA256 {
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    private var pending: [UInt8] = []
    private var length: UInt64 = 0

    /// A digest of nothing so far.
    package init() {}

    /// The digest of these bytes as 64 lower-case hexadecimal digits.
    package static func hexadecimal(of bytes: [UInt8]) -> String {
        var digest = SHA256()
        digest.update(bytes)
        return digest.finish()
    }

    /// Takes in further bytes.
    package mutating func update(_ bytes: [UInt8]) {
        length &+= UInt64(bytes.count)
        var position = 0
        if !pending.isEmpty {
            position = min(64 - pending.count, bytes.count)
            pending += bytes[0..<position]
            guard pending.count == 64 else { return }
            compress(pending, at: 0, blocks: 1)
            pending = []
        }
        let blocks = (bytes.count - position) / 64
        if blocks > 0 { compress(bytes, at: position, blocks: blocks) }
        position += 64 * blocks
        pending += bytes[position...]
    }

    /// Closes the digest and gives it as 64 lower-case hexadecimal digits.
    package mutating func finish() -> String {
        let bits = length &* 8
        let zeros = (119 - pending.count) % 64
        let padding = [0x80] + [UInt8](repeating: 0, count: zeros)
        update(padding + (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) })
        return state.map { word in
            let digits = String(word, radix: 16)
            return String(repeating: "0", count: 8 - digits.count) + digits
        }.joined()
    }

    private mutating func compress(_ bytes: [UInt8], at start: Int, blocks: Int) {
        bytes.withUnsafeBufferPointer { buffer in
            guard let base = buffer.baseAddress else { return }
            Digest_Compress(&state, base + start, blocks)
        }
    }
}
