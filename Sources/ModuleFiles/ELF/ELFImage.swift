/// What an ELF file for 64-bit little-endian machines says of itself, read without running or mapping any of it.
///
/// Every offset in the file is checked before it is followed, and every loop ends after as many steps as the file has
/// bytes; a file made to confuse its reader is a fault, never a crash.
package struct ELFImage: Sendable {
    /// The file itself.
    package let bytes: [UInt8]
    /// Class, machine and type.
    package let identity: ELFIdentity
    /// The program headers.
    package let segments: [ELFSegment]
    /// The section headers, none if they were stripped.
    package let sections: [ELFSection]
    /// The dynamic section; nil in an object file and in a static program.
    package let dynamic: ELFDynamic?
    /// The dynamic symbols, wanted and defined.
    package let symbols: [ELFSymbol]
    /// The symbol versions it wants and offers.
    package let versions: ELFVersions?
    /// The notes in its segments and sections.
    package let notes: [ELFNote]

    /// Reads the headers, the dynamic section, the dynamic symbols and the notes.
    package init(bytes: [UInt8]) throws(ELFFault) {
        let reader = ELFReader(bytes: bytes)
        self.bytes = bytes
        identity = try ELFIdentity(reader)
        guard identity.elfClass == 2, identity.dataEncoding == 1 else {
            throw .malformed("class and byte order are not 64 bits, little-endian")
        }
        segments = try ELFSegment.all(reader)
        sections = try ELFSection.all(reader)
        let map = ELFAddressMap(segments)
        if let segment = segments.first(where: { $0.type == ELFSegment.dynamic }) {
            let dynamic = try ELFDynamic(reader, segment: segment, map: map)
            symbols = try ELFSymbolTable.dynamic(reader, dynamic, sections, map)
            versions = try ELFVersions(reader, dynamic, map)
            self.dynamic = dynamic
        } else {
            dynamic = nil
            symbols = []
            versions = nil
        }
        notes = Self.notes(reader, segments, sections)
    }

    /// The name under which others ask for a library, without reading the rest of it.
    package static func soname(of bytes: [UInt8]) throws(ELFFault) -> String? {
        let reader = ELFReader(bytes: bytes)
        guard try ELFIdentity(reader).fitsHost else { return nil }
        let segments = try ELFSegment.all(reader)
        guard let segment = segments.first(where: { $0.type == ELFSegment.dynamic }) else { return nil }
        return try ELFDynamic(reader, segment: segment, map: ELFAddressMap(segments)).soname
    }

    /// Whether the file is a program, position-independent or not.
    package var isProgram: Bool {
        if identity.type == ELFIdentity.executable { return true }
        guard identity.type == ELFIdentity.shared, let dynamic else { return false }
        return dynamic.isProgram || (dynamic.hasDebugEntry && hasInterpreter)
    }

    /// Whether it asks for a program interpreter, as programs do and libc does.
    package var hasInterpreter: Bool {
        segments.contains { $0.type == ELFSegment.interpreter }
    }

    /// The flags of PT_GNU_STACK; nil if there is no such header.
    package var stackFlags: UInt32? {
        segments.first { $0.type == ELFSegment.gnuStack }?.flags
    }

    /// Whether loading it makes the stacks of the whole process executable.
    package var wantsExecutableStack: Bool {
        guard let stackFlags else { return HostMachine.stackIsExecutableByDefault }
        return stackFlags & ELFSegment.executableFlag != 0
    }

    /// The linker's fingerprint of the content in hexadecimal, if it left one.
    package var buildID: String? {
        guard let note = notes.first(where: { $0.owner == "GNU" && $0.type == 3 }) else { return nil }
        return note.descriptor.prefix(64).map { byte in
            String(byte >> 4, radix: 16) + String(byte & 0xf, radix: 16)
        }.joined()
    }

    /// The exported symbol of a name.
    package func exported(_ name: String) -> ELFSymbol? {
        symbols.first { $0.name == name && $0.isExported }
    }

    /// The names that must be found elsewhere for the image to load, in the order of the file.
    package var undefinedNames: [String] {
        symbols.filter { !$0.isDefined && $0.binding == .global && !$0.name.isEmpty }.map(\.name)
    }

    /// The names that are one variable for the whole process, whichever image defines them.
    package var uniqueNames: [String] {
        symbols.filter { $0.isDefined && $0.binding == .unique }.map(\.name)
    }

    /// Whether the file has one of these names at all, exported, hidden or local. Says no for what was stripped.
    package func defines(anyOf names: Set<String>) -> Bool {
        if symbols.contains(where: { $0.isDefined && names.contains($0.name) }) { return true }
        let full = (try? ELFSymbolTable.full(ELFReader(bytes: bytes), sections)) ?? []
        return full.contains { $0.isDefined && names.contains($0.name) }
    }

    /// Whether the Swift runtime is inside the image rather than beside it.
    ///
    /// It hides its symbols when it is linked statically, and stripping removes them, so the last sign is Swift
    /// metadata in an image that asks nobody for the function that registers it.
    package var carriesSwiftRuntime: Bool {
        if defines(anyOf: ["swift_retain", "swift_addNewDSOImage"]) { return true }
        let hasMetadata = hasSection("swift5_type_metadata") || hasSection("swift5_protocols")
        let asksForRuntime =
            dynamic?.needed.contains("libswiftCore.so") == true
            || symbols.contains { $0.name == "swift_addNewDSOImage" && !$0.isDefined }
        return hasMetadata && !asksForRuntime
    }

    /// Whether it has a section of that name. Says no if section headers were stripped.
    package func hasSection(_ name: String) -> Bool {
        sections.contains { $0.name == name }
    }

    private static func notes(
        _ reader: ELFReader, _ segments: [ELFSegment], _ sections: [ELFSection]
    ) -> [ELFNote] {
        var places = segments.filter { $0.type == ELFSegment.note }.prefix(32)
            .map { $0.offset..<$0.offset + $0.fileSize }
        for section in sections.filter({ $0.type == ELFSection.note }).prefix(32) {
            let place = section.offset..<section.offset + section.size
            if !places.contains(where: { $0.lowerBound <= place.lowerBound && place.upperBound <= $0.upperBound }) {
                places.append(place)
            }
        }
        return places.flatMap { ELFNote.all(reader, offset: $0.lowerBound, size: $0.count) }
    }
}

/// The first 20 bytes of an ELF file: what can be said of it whatever machine it is for.
package struct ELFIdentity: Sendable, Equatable {
    /// ELFCLASS32 is 1, ELFCLASS64 is 2.
    package let elfClass: UInt8
    /// ELFDATA2LSB is 1, ELFDATA2MSB is 2.
    package let dataEncoding: UInt8
    /// EM_X86_64 is 62, EM_AARCH64 is 183.
    package let machine: UInt16
    /// ET_REL 1, ET_EXEC 2, ET_DYN 3, ET_CORE 4.
    package let type: UInt16

    static let relocatable: UInt16 = 1
    static let executable: UInt16 = 2
    static let shared: UInt16 = 3
    static let core: UInt16 = 4

    /// Reads the identity; a file that does not begin like ELF is `notELF`.
    package init(_ reader: ELFReader) throws(ELFFault) {
        guard reader.bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46]) else { throw .notELF }
        elfClass = try reader.number(at: 4)
        dataEncoding = try reader.number(at: 5)
        let type = try reader.number(at: 16, as: UInt16.self)
        let machine = try reader.number(at: 18, as: UInt16.self)
        self.type = dataEncoding == 2 ? type.byteSwapped : type
        self.machine = dataEncoding == 2 ? machine.byteSwapped : machine
    }

    /// Whether the host's process can hold such an image at all.
    package var fitsHost: Bool {
        elfClass == 2 && dataEncoding == 1 && machine == HostMachine.elfMachine
    }

    /// Machine, width and byte order in words, such as "x86-64, 64 bits, little-endian".
    package var machineText: String {
        let width = elfClass == 2 ? "64 bits" : elfClass == 1 ? "32 bits" : "width \(elfClass)"
        let order: String
        switch dataEncoding {
        case 1: order = "little-endian"
        case 2: order = "big-endian"
        default: order = "byte order \(dataEncoding)"
        }
        return "\(Self.machineName(machine)), \(width), \(order)"
    }

    static func machineName(_ machine: UInt16) -> String {
        let names: [UInt16: String] = [
            3: "x86", 8: "MIPS", 20: "PowerPC", 21: "PowerPC 64", 22: "S/390", 40: "ARM", 43: "SPARC 64",
            62: "x86-64", 183: "AArch64", 243: "RISC-V", 247: "BPF", 258: "LoongArch",
        ]
        return names[machine] ?? "machine \(machine)"
    }
}
