import ModuleFiles
import Testing

@Suite("SHA-256")
struct SHA256Tests {
    @Test(
        "The vectors of FIPS 180-4 come out",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
            (
                "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
                    + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
                "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
            ),
        ])
    func vectors(text: String, digest: String) {
        #expect(SHA256.hexadecimal(of: Array(text.utf8)) == digest)
    }

    @Test("A million times the letter a, in pieces of 997, gives the vector's digest")
    func millionInPieces() {
        var digest = SHA256()
        var left = 1_000_000
        while left > 0 {
            let size = min(997, left)
            digest.update([UInt8](repeating: 0x61, count: size))
            left -= size
        }
        #expect(digest.finish() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test("Every length around the block size pads so that pieces and the whole agree")
    func pieces() {
        for length in 0...130 {
            let bytes = (0..<length).map { UInt8($0) }
            var digest = SHA256()
            for byte in bytes { digest.update([byte]) }
            #expect(digest.finish() == SHA256.hexadecimal(of: bytes), "\(length) bytes")
        }
    }
}
