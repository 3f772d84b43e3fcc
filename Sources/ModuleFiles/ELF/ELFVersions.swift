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
