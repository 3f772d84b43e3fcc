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
