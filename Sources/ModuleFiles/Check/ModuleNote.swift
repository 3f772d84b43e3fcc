import HostLog

/// The note that the C headers and the Swift kit leave in every module: what it was built against.
///
/// Little-endian: contract major and minor, sizeof(WCHAR), language, 32 bits each, then 16 bytes of Swift compiler version,
/// padded with zeros.
package struct ModuleNote: Sendable, Equatable {
    /// The contract that the module was built for.
    package let contract: ContractVersion
    /// sizeof(WCHAR) where it was compiled, in bytes.
    package let wideCharacterSize: UInt32
    /// Its language; nil for a number that this host has no name for.
    package let language: Language?
    /// The Swift compiler, such as "6.3.1"; empty if none took part.
    package let swiftVersion: String

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
        swiftVersion = PrintableText.of(descriptor[16..<32].prefix { $0 != 0 })
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

/// One note: a small record that some tool left in the file.
package struct ELFNote: Sendable {
    /// Who left it, such as "GNU".
    package let owner: String
    /// What it is, in the numbering of its owner.
    package let type: UInt32
    /// The record itself.
    package let descriptor: [UInt8]

    /// All notes in a stretch of the file that lies inside it. A damaged note ends the list.
    static func all(_ reader: ELFReader, offset: Int, size: Int) -> [ELFNote] {
        var notes: [ELFNote] = []
        var position = offset
        let end = offset + size
        while end - position >= 12, notes.count < 256 {
            guard let nameSize = try? Int(reader.number(at: position, as: UInt32.self)),
                let descriptorSize = try? Int(reader.number(at: position + 4, as: UInt32.self)),
                let type = try? reader.number(at: position + 8, as: UInt32.self)
            else { return notes }
            let name = position + 12
            let descriptor = name + (nameSize + 3) / 4 * 4
            let next = descriptor + (descriptorSize + 3) / 4 * 4
            guard descriptor + descriptorSize <= end else { return notes }
            let owner = reader.bytes[name..<name + nameSize].prefix { $0 != 0 }
            notes.append(
                ELFNote(
                    owner: PrintableText.of(owner.prefix(64)), type: type,
                    descriptor: Array(reader.bytes[descriptor..<descriptor + descriptorSize])))
            position = next
        }
        return notes
    }
}

/// The version of the binary contract between host and module.
package struct ContractVersion: Sendable, Equatable, CustomStringConvertible {
    /// Changes when existing modules cease to work.
    package let major: UInt32
    /// Grows when something is added that a module may rely on.
    package let minor: UInt32

    /// A version out of its two numbers.
    package init(major: UInt32, minor: UInt32) {
        self.major = major
        self.minor = minor
    }

    package var description: String { "\(major).\(minor)" }

    /// Whether a host of this version can run a module that was built for `module`.
    package func accepts(_ module: ContractVersion) -> Bool {
        module.major == major && module.minor <= minor
    }
}
