extension ModuleFile {
    /// The image, if this process could hold it at all.
    static func checkedImage(_ bytes: [UInt8], path: String) throws(LoadError) -> ELFImage {
        let image = try parsed(bytes, path: path)
        if image.isProgram { throw .executable(path: path) }
        guard image.dynamic != nil else { throw .damaged(path: path, detail: "dynamic section is missing") }
        return image
    }

    /// The symbol under which the entry is exported, the plain one first.
    static func checkedEntry(_ image: ELFImage, path: String) throws(LoadError) -> Entry {
        for entry in [Entry.plain, .mangled] {
            guard let symbol = image.exported(entry.rawValue) else { continue }
            guard symbol.isCode else { throw .entryIsData(path: path, symbol: entry.rawValue) }
            return entry
        }
        if image.defines(anyOf: [Entry.plain.rawValue, Entry.mangled.rawValue]) { throw .hiddenEntry(path: path) }
        throw .noEntry(path: path)
    }

    /// The notes, all of which must fit this host: a module of two languages may carry two.
    static func checkedNotes(_ image: ELFImage, path: String) throws(LoadError) -> [ModuleNote] {
        let (notes, isDamaged) = ModuleNote.all(in: image)
        if isDamaged { throw .damagedNote(path: path) }
        for note in notes {
            guard ContractVersion.current.accepts(note.contract) else {
                throw .contractMismatch(path: path, module: note.contract)
            }
            guard note.wideCharacterSize == ContractVersion.wideCharacterSize else {
                throw .wideCharacterSize(path: path, bytes: note.wideCharacterSize)
            }
            if note.language == .swift || !note.swiftVersion.isEmpty {
                guard HostToolchain.matches(note.swiftVersion) else {
                    throw .swiftVersion(path: path, module: note.swiftVersion)
                }
            }
        }
        return notes
    }

    /// What would harm the process if it were loaded.
    static func checkRuntime(_ image: ELFImage, path: String) throws(LoadError) {
        if image.carriesSwiftRuntime { throw .staticSwiftRuntime(path: path) }
        if image.wantsExecutableStack {
            throw .executableStack(path: path, headerMissing: image.stackFlags == nil)
        }
    }

    private static func parsed(_ bytes: [UInt8], path: String) throws(LoadError) -> ELFImage {
        let reader = ELFReader(bytes: bytes)
        let identity: ELFIdentity
        do throws(ELFFault) { identity = try ELFIdentity(reader) } catch {
            throw LoadError(error, path: path, bytes: bytes)
        }
        guard identity.fitsHost else { throw .wrongMachine(path: path, machine: identity.machineText) }
        switch identity.type {
        case ELFIdentity.shared: break
        case ELFIdentity.executable: throw .executable(path: path)
        case ELFIdentity.relocatable: throw .objectFile(path: path)
        case ELFIdentity.core: throw .coreDump(path: path)
        default: throw .damaged(path: path, detail: "type is \(identity.type), which no tool writes")
        }
        do throws(ELFFault) { return try ELFImage(bytes: bytes) } catch {
            throw LoadError(error, path: path, bytes: bytes)
        }
    }
}

extension LoadError {
    /// A file whose headers cannot be followed, as a refusal.
    init(_ fault: ELFFault, path: String, bytes: [UInt8]) {
        switch fault {
        case .notELF: self = .notELF(path: path, kind: ForeignFileKind(bytes))
        case .truncated(let needed, let size): self = .truncated(path: path, needed: needed, size: size)
        case .malformed(let detail): self = .damaged(path: path, detail: detail)
        }
    }
}
