/// One program header: a part of the file and what the loader does with it.
package struct ELFSegment: Sendable {
    /// PT_LOAD and so on.
    package let type: UInt32
    /// PF_X 1, PF_W 2, PF_R 4.
    package let flags: UInt32
    /// Where it begins in the file.
    package let offset: Int
    /// Where it is to lie in memory.
    package let address: Int
    /// How many bytes of the file it takes.
    package let fileSize: Int

    static let load: UInt32 = 1
    static let dynamic: UInt32 = 2
    static let interpreter: UInt32 = 3
    static let note: UInt32 = 4
    static let gnuStack: UInt32 = 0x6474_e551
    static let executableFlag: UInt32 = 1

    /// All program headers, each loaded or read part of which lies inside the file.
    static func all(_ reader: ELFReader) throws(ELFFault) -> [ELFSegment] {
        let table = try reader.offset(at: 32, "program header offset")
        let size = Int(try reader.number(at: 54, as: UInt16.self))
        let count = Int(try reader.number(at: 56, as: UInt16.self))
        guard count > 0 else { return [] }
        guard size == 56 else { throw .malformed("program headers have \(size) bytes each instead of 56") }
        try reader.require(table, size * count)
        var segments: [ELFSegment] = []
        for index in 0..<count {
            let at = table + index * size
            let segment = ELFSegment(
                type: try reader.number(at: at), flags: try reader.number(at: at + 4),
                offset: try reader.offset(at: at + 8, "segment offset"),
                address: try reader.offset(at: at + 16, "segment address"),
                fileSize: try reader.offset(at: at + 32, "segment size"))
            if [load, dynamic, interpreter, note].contains(segment.type) {
                try reader.require(segment.offset, segment.fileSize)
            }
            segments.append(segment)
        }
        return segments
    }
}
