/// Readers of symbol tables: the one that is loaded, and the one for debuggers.
enum ELFSymbolTable {
    private typealias Tag = ELFDynamic.Tag

    /// The dynamic symbols. Their number stands nowhere; it follows from the hash table.
    static func dynamic(
        _ reader: ELFReader, _ dynamic: ELFDynamic, _ sections: [ELFSection], _ map: ELFAddressMap
    ) throws(ELFFault) -> [ELFSymbol] {
        guard let address = dynamic.values[Tag.symbolTable] else { return [] }
        let count = try count(reader, dynamic, sections, map)
        guard count > 0 else { return [] }
        let range = try map.range(of: address, size: UInt64(count) * 24, "symbol table")
        return try symbols(reader, range, ELFStrings(reader.bytes, dynamic.strings))
    }

    /// The symbols for debuggers and linkers, none if the file is stripped.
    static func full(_ reader: ELFReader, _ sections: [ELFSection]) throws(ELFFault) -> [ELFSymbol] {
        guard let table = sections.first(where: { $0.type == ELFSection.symbolTable }),
            table.link < sections.count
        else { return [] }
        let names = sections[table.link]
        try reader.require(names.offset, names.size)
        let strings = ELFStrings(reader.bytes, names.offset..<names.offset + names.size)
        return try symbols(reader, table.offset..<table.offset + table.size, strings)
    }

    private static func symbols(
        _ reader: ELFReader, _ range: Range<Int>, _ strings: consuming ELFStrings
    ) throws(ELFFault) -> [ELFSymbol] {
        var found: [ELFSymbol] = []
        let count = range.count / 24
        guard count > 1 else { return [] }
        found.reserveCapacity(count)
        for index in 1..<count {
            let at = range.lowerBound + index * 24
            let name: UInt32 = try reader.number(at: at)
            found.append(
                ELFSymbol(
                    name: name == 0 ? "" : try strings.string(at: UInt64(name)),
                    information: try reader.number(at: at + 4), other: try reader.number(at: at + 5),
                    section: try reader.number(at: at + 6)))
        }
        return found
    }

    private static func count(
        _ reader: ELFReader, _ dynamic: ELFDynamic, _ sections: [ELFSection], _ map: ELFAddressMap
    ) throws(ELFFault) -> Int {
        if let address = dynamic.values[Tag.hash] {
            let table = try map.range(of: address, size: 8, "hash table")
            return Int(try reader.number(at: table.lowerBound + 4, as: UInt32.self))
        }
        if let address = dynamic.values[Tag.gnuHash] {
            let hashed = try gnuCount(reader, try map.tail(of: address, "hash table"))
            // The table of a library that exports nothing is empty, and then only the section knows what it wants.
            let section = sections.first { $0.type == ELFSection.dynamicSymbols }
            return max(hashed, (section?.size ?? 0) / 24)
        }
        guard let symbols = dynamic.values[Tag.symbolTable], let strings = dynamic.values[Tag.stringTable],
            strings > symbols
        else { throw .malformed("symbol table has no hash table, so its length is unknown") }
        return Int(clamping: (strings - symbols) / 24)
    }

    /// The GNU hash table lists the exported symbols last, bucket by bucket; the last chain ends where they end.
    private static func gnuCount(_ reader: ELFReader, _ table: Range<Int>) throws(ELFFault) -> Int {
        let bucketCount = Int(try reader.number(at: table.lowerBound, as: UInt32.self))
        let first = Int(try reader.number(at: table.lowerBound + 4, as: UInt32.self))
        let bloomWords = Int(try reader.number(at: table.lowerBound + 8, as: UInt32.self))
        let buckets = table.lowerBound + 16 + 8 * bloomWords
        let chains = buckets + 4 * bucketCount
        guard chains <= table.upperBound else { throw .malformed("hash table leaves its segment") }
        var last = 0
        for index in 0..<bucketCount {
            last = max(last, Int(try reader.number(at: buckets + 4 * index, as: UInt32.self)))
        }
        guard last >= first else { return first }
        while true {
            let position = chains + 4 * (last - first)
            guard position + 4 <= table.upperBound else { throw .malformed("hash table leaves its segment") }
            if try reader.number(at: position, as: UInt32.self) & 1 == 1 { return last + 1 }
            last += 1
        }
    }
}

/// One entry of the dynamic symbol table.
package struct ELFSymbol: Sendable, Equatable {
    /// How the loader binds a reference to it.
    package enum Binding: Sendable, Equatable {
        case local, global, weak, unique
        case other(UInt8)
    }

    /// The name, mangled if its language does that.
    package let name: String
    /// How it is bound; `unique` is STB_GNU_UNIQUE.
    package let binding: Binding
    /// STT_NOTYPE 0, STT_OBJECT 1, STT_FUNC 2, STT_TLS 6, STT_GNU_IFUNC 10.
    package let type: UInt8
    /// STV_DEFAULT 0, STV_INTERNAL 1, STV_HIDDEN 2, STV_PROTECTED 3.
    package let visibility: UInt8
    /// Whether the image itself has it, rather than wanting it from elsewhere.
    package let isDefined: Bool

    /// Whether `dlsym` would find it.
    package var isExported: Bool {
        isDefined && binding != .local && (visibility == 0 || visibility == 3)
    }

    /// Whether it may be called: a function, one chosen at load time, or hand-written code without a type.
    package var isCode: Bool { type == 2 || type == 10 || type == 0 }

    init(name: String, information: UInt8, other: UInt8, section: UInt16) {
        self.name = name
        switch information >> 4 {
        case 0: binding = .local
        case 1: binding = .global
        case 2: binding = .weak
        case 10: binding = .unique
        case let value: binding = .other(value)
        }
        type = information & 0xf
        visibility = other & 0x3
        isDefined = section != 0
    }
}

/// Symbol versions: those that an image wants of its libraries, and those that it offers.
package struct ELFVersions: Sendable {
    /// A version that must be there in a library.
    package struct Need: Sendable, Equatable {
        /// The library's name as in DT_NEEDED.
        package let library: String
        /// The version, such as "GLIBC_2.34".
        package let version: String
    }

    /// DT_VERNEED, in the order of the file.
    package private(set) var needs: [Need] = []
    /// DT_VERDEF: the versions that it has itself.
    package private(set) var offers: [String] = []

    private typealias Tag = ELFDynamic.Tag
    /// More records than any linker writes; it keeps a forged list that runs in place from costing time.
    private static let largestCount = 4096

    init(_ reader: ELFReader, _ dynamic: ELFDynamic, _ map: ELFAddressMap) throws(ELFFault) {
        var strings = ELFStrings(reader.bytes, dynamic.strings)
        if let address = dynamic.values[Tag.versionNeeds] {
            var position = try map.tail(of: address, "version needs").lowerBound
            for _ in 0..<Self.count(dynamic.values[Tag.versionNeedCount]) {
                try readNeeds(reader, at: position, &strings)
                let next = Int(try reader.number(at: position + 12, as: UInt32.self))
                if next == 0 { break }
                position += next
            }
        }
        if let address = dynamic.values[Tag.versionDefinitions] {
            var position = try map.tail(of: address, "version definitions").lowerBound
            for _ in 0..<Self.count(dynamic.values[Tag.versionDefinitionCount]) {
                let name = position + Int(try reader.number(at: position + 12, as: UInt32.self))
                offers.append(try strings.string(at: UInt64(try reader.number(at: name, as: UInt32.self))))
                let next = Int(try reader.number(at: position + 16, as: UInt32.self))
                if next == 0 { break }
                position += next
            }
        }
    }

    private mutating func readNeeds(
        _ reader: ELFReader, at position: Int, _ strings: inout ELFStrings
    ) throws(ELFFault) {
        let count = Int(try reader.number(at: position + 2, as: UInt16.self))
        let library = try strings.string(at: UInt64(try reader.number(at: position + 4, as: UInt32.self)))
        var auxiliary = position + Int(try reader.number(at: position + 8, as: UInt32.self))
        for _ in 0..<count {
            guard needs.count < Self.largestCount else { throw .malformed("version needs have no end") }
            let flags: UInt16 = try reader.number(at: auxiliary + 4)
            let name = try strings.string(at: UInt64(try reader.number(at: auxiliary + 8, as: UInt32.self)))
            let weak: UInt16 = 2
            if flags & weak == 0 { needs.append(Need(library: library, version: name)) }
            let next = Int(try reader.number(at: auxiliary + 12, as: UInt32.self))
            if next == 0 { break }
            auxiliary += next
        }
    }

    private static func count(_ value: UInt64?) -> Int {
        min(Int(clamping: value ?? 0), largestCount)
    }
}
