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

extension ModuleFile {
    /// What is worth a line in the log though the module is loaded.
    static func notices(_ image: ELFImage, notes: [ModuleNote], entry: Entry) -> [String] {
        var notices: [String] = []
        if notes.isEmpty {
            notices.append(
                "It carries no modhost note, so what it was built against is not known; "
                    + "include httpserv.h from this host's headers.")
        }
        if entry == .mangled {
            notices.append(
                "It exports RegisterModule under its C++ name only; include httpserv.h before the definition, "
                    + "or declare it extern \"C\".")
        }
        let usesSwift = image.dynamic?.needed.contains("libswiftCore.so") == true
        if usesSwift, !notes.contains(where: { !$0.swiftVersion.isEmpty }) {
            notices.append(
                "It uses the Swift runtime and does not say which Swift built it; any other than "
                    + "\(HostToolchain.swiftVersion) can crash the worker.")
        }
        let shared = image.uniqueNames.filter { !isOfStandardLibrary($0) }
        if !shared.isEmpty {
            let name = shared[0]
            let rest = shared.count > 1 ? " and \(shared.count - 1) more" : ""
            notices.append(
                "It shares \(name)\(rest) with every other module that has the same name; "
                    + "compile it with -fno-gnu-unique.")
        }
        if image.dynamic?.usesStaticTLS == true {
            notices.append(
                "Its thread-local variables take room from a small reserve of the process; "
                    + "compile it without -ftls-model=initial-exec.")
        }
        if image.notes.contains(where: { $0.owner == "Go" }) || image.hasSection(".go.buildinfo") {
            notices.append(
                "It contains the Go runtime, which installs signal handlers and threads of its own; "
                    + "do not load two such modules into one pool.")
        }
        if image.dynamic?.relocatesText == true {
            notices.append(
                "Its code must be made writable while it is loaded (DT_TEXTREL), which hardened systems forbid; "
                    + "compile it with -fPIC.")
        }
        return notices
    }

    /// Constants inside namespace std are the same in every module, so sharing them is harmless, and nearly every C++
    /// module has some.
    private static func isOfStandardLibrary(_ name: String) -> Bool {
        ["_ZZNSt", "_ZZNKSt", "_ZNSt", "_ZGVNSt", "_ZGVZNSt", "_ZTVSt", "_ZTISt", "_ZTSSt", "_ZSt"]
            .contains { name.hasPrefix($0) }
    }
}

/// What a file that is not ELF looks like, so that the refusal can say more than "not ELF".
package enum ForeignFileKind: Sendable, Equatable {
    case windowsImage, machO, archive, bitcode, script, text, binary

    /// Judges by the first bytes.
    package init(_ bytes: [UInt8]) {
        let word = bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        if bytes.starts(with: [0x4d, 0x5a]) {
            self = .windowsImage
        } else if [0xfeed_face, 0xfeed_facf, 0xcefa_edfe, 0xcffa_edfe, 0xcafe_babe].contains(word) {
            self = .machO
        } else if bytes.starts(with: Array("!<arch>".utf8)) || bytes.starts(with: Array("!<thin>".utf8)) {
            self = .archive
        } else if bytes.starts(with: [0x42, 0x43, 0xc0, 0xde]) {
            self = .bitcode
        } else if bytes.starts(with: Array("#!".utf8)) {
            self = .script
        } else if bytes.prefix(512).allSatisfy({ $0 >= 0x20 && $0 < 0x7f || (9...13).contains($0) }) {
            self = .text
        } else {
            self = .binary
        }
    }

    /// What it is, with its article.
    package var description: String {
        switch self {
        case .windowsImage: "a Windows image"
        case .machO: "a macOS image"
        case .archive: "a static library"
        case .bitcode: "LLVM bitcode"
        case .script: "a script"
        case .text: "a text file"
        case .binary: "not an ELF file"
        }
    }

    /// What to do about it.
    package var remedy: String {
        switch self {
        case .windowsImage, .machO: "build the module's source for Linux with `modhost build`"
        case .archive, .bitcode: "link it into a shared library with `modhost build` or `cc -shared`"
        case .script, .text: "name the shared library itself, usually a file that ends in .so"
        case .binary: "name a shared library for Linux, usually a file that ends in .so"
        }
    }
}
