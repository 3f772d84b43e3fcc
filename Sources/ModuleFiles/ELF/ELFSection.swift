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
                link: Int(try reader.number(at: at + 40, as: UInt32.self)))
            if section.type != noBits, index > 0 { try reader.require(section.offset, section.size) }
            sections.append(section)
        }
        return sections
    }
}
