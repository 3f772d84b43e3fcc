/// One section header. The loader of the system does not need them; they tell what a stripped segment table cannot.
package struct ELFSection: Sendable {
    /// Its name, such as ".symtab".
    package let name: String
    /// SHT_NOTE and so on.
    package let type: UInt32
    /// Where it begins in the file.
    package let offset: Int
    /// Its size in bytes.
    package let size: Int
    /// The section that it refers to, a string table for instance.
    package let link: Int
    /// Whether its bytes in the file are compressed (SHF_COMPRESSED).
    let isCompressed: Bool

    static let symbolTable: UInt32 = 2
    static let dynamicSymbols: UInt32 = 11
    static let note: UInt32 = 7
    static let noBits: UInt32 = 8

    /// All section headers, none if the file has been stripped of them.
    static func all(_ reader: ELFReader) throws(ELFFault) -> [ELFSection] {
        let table = try reader.offset(at: 40, "section header offset")
        let size = Int(try reader.number(at: 58, as: UInt16.self))
        let count = Int(try reader.number(at: 60, as: UInt16.self))
        let names = Int(try reader.number(at: 62, as: UInt16.self))
        guard table > 0, count > 0 else { return [] }
        guard size == 64 else { throw .malformed("section headers have \(size) bytes each instead of 64") }
        try reader.require(table, size * count)
        guard names < count else { throw .malformed("section name table does not exist") }
        let nameHeader = table + names * size
        let nameOffset = try reader.offset(at: nameHeader + 24, "section offset")
        let nameSize = try reader.offset(at: nameHeader + 32, "section size")
        try reader.require(nameOffset, nameSize)
        var strings = ELFStrings(reader.bytes, nameOffset..<nameOffset + nameSize)
        var sections: [ELFSection] = []
        for index in 0..<count {
            let at = table + index * size
            let section = ELFSection(
                name: index == 0 ? "" : try strings.string(at: UInt64(try reader.number(at: at, as: UInt32.self))),
                type: try reader.number(at: at + 4),
                offset: try reader.offset(at: at + 24, "section offset"),
                size: try reader.offset(at: at + 32, "section size"),
                link: Int(try reader.number(at: at + 40, as: UInt32.self)),
                isCompressed: try reader.number(at: at + 8, as: UInt64.self) & 0x800 != 0)
            if section.type != noBits, index > 0 { try reader.require(section.offset, section.size) }
            sections.append(section)
        }
        return sections
    }
}

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

/// Where the loader's addresses lie in the file: the PT_LOAD segments.
struct ELFAddressMap {
    let segments: [ELFSegment]

    init(_ segments: [ELFSegment]) {
        self.segments = segments.filter { $0.type == ELFSegment.load }
    }

    /// The stretch of the file behind `size` bytes at an address; a fault if it is not wholly in one segment.
    func range(of address: UInt64, size: UInt64, _ what: String) throws(ELFFault) -> Range<Int> {
        let rest = try tail(of: address, what)
        guard size <= UInt64(rest.count) else { throw .malformed("\(what) leaves its segment") }
        return rest.lowerBound..<rest.lowerBound + Int(size)
    }

    /// The file from an address to the end of its segment.
    func tail(of address: UInt64, _ what: String) throws(ELFFault) -> Range<Int> {
        guard address < UInt64(ELFReader.largest) else { throw .malformed("\(what) is beyond any file") }
        let wanted = Int(address)
        for segment in segments where wanted >= segment.address {
            let distance = wanted - segment.address
            if distance < segment.fileSize {
                return segment.offset + distance..<segment.offset + segment.fileSize
            }
        }
        throw .malformed("\(what) lies in no loaded segment")
    }
}
