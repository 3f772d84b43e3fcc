import Foundation
import TestSupport

/// The sections of a 64-bit little-endian ELF file, read for what the tests ask.
struct ELFSections {
    private let bytes: [UInt8]

    init(path: String) throws {
        bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        guard bytes.count > 64, Array(bytes[0..<6]) == [0x7f, 0x45, 0x4c, 0x46, 2, 1] else {
            throw TestFailure("\(path) is not a 64-bit little-endian ELF file")
        }
    }

    private func number(_ offset: Int, _ width: Int) -> Int {
        (0..<width).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }

    /// The contents of every section of that name.
    func contents(of name: String) -> [[UInt8]] {
        let table = number(0x28, 8), size = number(0x3a, 2), count = number(0x3c, 2)
        let names = number(table + number(0x3e, 2) * size + 0x18, 8)
        return (0..<count).compactMap { index in
            let header = table + index * size
            let start = names + number(header, 4)
            guard String(decoding: bytes[start...].prefix { $0 != 0 }, as: UTF8.self) == name else { return nil }
            let offset = number(header + 0x18, 8)
            return Array(bytes[offset..<(offset + number(header + 0x20, 8))])
        }
    }
}
