/// The dynamic section: what the loader is asked to do for an image.
package struct ELFDynamic: Sendable {
    /// DT_NEEDED, in order: the libraries that it cannot do without.
    package private(set) var needed: [String] = []
    /// DT_SONAME: the name under which others ask for it.
    package private(set) var soname: String?
    /// DT_RPATH: where its libraries are looked for, and those of the libraries that it loads.
    package private(set) var rpath: String?
    /// DT_RUNPATH: where its own libraries are looked for.
    package private(set) var runpath: String?
    /// DF_STATIC_TLS: its thread-local variables want a place in the block that each thread is born with.
    package private(set) var usesStaticTLS = false
    /// DT_TEXTREL: its code is written to while it is loaded.
    package private(set) var relocatesText = false
    /// DF_1_PIE: it is a program.
    package private(set) var isProgram = false
    /// DT_DEBUG: the linker took it for a program.
    package private(set) var hasDebugEntry = false

    /// Raw values of the entries that other tables hang from, by tag.
    let values: [UInt64: UInt64]
    /// The string table that all names of the dynamic tables lie in.
    let strings: Range<Int>

    enum Tag {
        static let needed: UInt64 = 1
        static let hash: UInt64 = 4
        static let stringTable: UInt64 = 5
        static let symbolTable: UInt64 = 6
        static let stringSize: UInt64 = 10
        static let soname: UInt64 = 14
        static let rpath: UInt64 = 15
        static let debug: UInt64 = 21
        static let textRelocation: UInt64 = 22
        static let runpath: UInt64 = 29
        static let flags: UInt64 = 30
        static let gnuHash: UInt64 = 0x6fff_fef5
        static let flags1: UInt64 = 0x6fff_fffb
        static let versionDefinitions: UInt64 = 0x6fff_fffc
        static let versionDefinitionCount: UInt64 = 0x6fff_fffd
        static let versionNeeds: UInt64 = 0x6fff_fffe
        static let versionNeedCount: UInt64 = 0x6fff_ffff
    }

    /// Reads the section that PT_DYNAMIC points at.
    init(_ reader: ELFReader, segment: ELFSegment, map: ELFAddressMap) throws(ELFFault) {
        var entries: [(tag: UInt64, value: UInt64)] = []
        var values: [UInt64: UInt64] = [:]
        for position in stride(from: segment.offset, to: segment.offset + segment.fileSize - 15, by: 16) {
            let tag: UInt64 = try reader.number(at: position)
            if tag == 0 { break }
            let value: UInt64 = try reader.number(at: position + 8)
            entries.append((tag, value))
            values[tag] = value
        }
        self.values = values
        strings = try Self.stringTable(values, map)
        var table = ELFStrings(reader.bytes, strings)
        for (tag, value) in entries {
            switch tag {
            case Tag.needed: needed.append(try table.string(at: value))
            case Tag.soname: soname = try table.string(at: value)
            case Tag.rpath: rpath = try table.string(at: value)
            case Tag.runpath: runpath = try table.string(at: value)
            case Tag.debug: hasDebugEntry = true
            case Tag.textRelocation: relocatesText = true
            case Tag.flags:
                if value & 0x4 != 0 { relocatesText = true }
                if value & 0x10 != 0 { usesStaticTLS = true }
            case Tag.flags1:
                if value & 0x0800_0000 != 0 { isProgram = true }
            default: break
            }
        }
    }

    private static func stringTable(
        _ values: [UInt64: UInt64], _ map: ELFAddressMap
    ) throws(ELFFault) -> Range<Int> {
        guard let address = values[Tag.stringTable], let size = values[Tag.stringSize] else {
            throw .malformed("dynamic section names no string table")
        }
        return try map.range(of: address, size: size, "string table")
    }
}
