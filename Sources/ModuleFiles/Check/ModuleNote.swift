/// The note that the C headers and the Swift kit leave in every module: what it was built against.
///
/// Owner "modhost", type 1, little-endian: contract major and minor, sizeof(WCHAR), language, 32 bits each, then 16
/// bytes of Swift compiler version, padded with zeros.
package struct ModuleNote: Sendable, Equatable {
    /// What a module's code was written in.
    package enum Language: UInt32, Sendable, CustomStringConvertible {
        case c = 1
        case cPlusPlus = 2
        case swift = 3

        package var description: String {
            switch self {
            case .c: "C"
            case .cPlusPlus: "C++"
            case .swift: "Swift"
            }
        }
    }

    /// The contract that the module was built for.
    package let contract: ContractVersion
    /// sizeof(WCHAR) where it was compiled, in bytes.
    package let wideCharacterSize: UInt32
    /// Its language; nil for a number that this host has no name for.
    package let language: Language?
    /// The Swift compiler, such as "6.3.1"; empty if none took part.
    package let swiftVersion: String

    /// The owner that marks a note as ours.
    package static let owner = "modhost"
    /// The section that holds it.
    package static let section = ".note.modhost"
    /// The type of the one note there is.
    package static let type: UInt32 = 1
    /// The size of its descriptor in bytes. A later contract may append to it.
    package static let size = 32

    /// Reads a descriptor; nil if it is too short.
    package init?(descriptor: [UInt8]) {
        let reader = ELFReader(bytes: descriptor)
        guard descriptor.count >= Self.size,
            let major = try? reader.number(at: 0, as: UInt32.self),
            let minor = try? reader.number(at: 4, as: UInt32.self),
            let width = try? reader.number(at: 8, as: UInt32.self),
            let language = try? reader.number(at: 12, as: UInt32.self)
        else { return nil }
        contract = ContractVersion(major: major, minor: minor)
        wideCharacterSize = width
        self.language = Language(rawValue: language)
        swiftVersion = ELFStrings.printable(descriptor[16..<32].prefix { $0 != 0 })
    }

    /// The notes of an image, each once. `isDamaged` is set if one is too short, or if there is a section for it with
    /// nothing in it that can be read.
    package static func all(in image: ELFImage) -> (notes: [ModuleNote], isDamaged: Bool) {
        var notes: [ModuleNote] = []
        for note in image.notes where note.owner == owner && note.type == type {
            guard let read = ModuleNote(descriptor: note.descriptor) else { return (notes, true) }
            if !notes.contains(read) { notes.append(read) }
        }
        return (notes, notes.isEmpty && image.hasSection(section))
    }
}
