import HostLog

/// A file that has been read, checked and found fit to be opened as a module. None of its code has run.
///
/// The bytes that were checked stay in `image`, so that a private copy is made of what was examined and not of what
/// lies under the same name a moment later.
package struct ModuleFile: Sendable {
    /// Under which symbol the entry is exported.
    package enum Entry: String, Sendable {
        /// `extern "C"`, as the header declares it.
        case plain = "RegisterModule"
        /// The C++ name of a definition that never saw our header.
        case mangled = "_Z14RegisterModulejP27IHttpModuleRegistrationInfoP11IHttpServer"
    }

    /// The file as the configuration gave it: for messages, logs and modules.
    package let path: String
    /// The module's name: given, or derived from the file name.
    package let name: String
    /// Whether the name was given, and not taken from the file.
    let isNamed: Bool
    /// Device and inode of what was read.
    package let identity: FileIdentity
    /// What the file says of itself, and its bytes.
    package let image: ELFImage
    /// The symbol to ask `dlsym` for.
    package let entry: Entry
    /// The notes of headers and kit, each once; empty for a module built without them.
    package let notes: [ModuleNote]
    /// What an operator should know though it is no reason to refuse: whole sentences.
    package let notices: [String]

    /// SHA-256 of the content, 64 hexadecimal digits. Computed anew for each who asks: loading a module does not.
    package var contentHash: String { SHA256.hexadecimal(of: image.bytes) }

    /// Reads a file and refuses it if it cannot be a module of this host.
    ///
    /// Any thread; blocks on the disk. What `dlopen` itself will refuse (missing libraries and symbols) is not looked
    /// for here; see ``LinkForecast`` and ``LoadError/fromDlerror(_:file:openedAs:search:)``.
    /// - Parameters:
    ///   - path: the file as the configuration gives it; it stands in every message.
    ///   - name: the name that the configuration gives, nil to derive it from the file name.
    ///   - copy: where to read from instead of `path`, for a worker that opens a private copy.
    package static func examine(
        path: String, name: String? = nil, readFrom copy: String? = nil
    ) throws(LoadError) -> ModuleFile {
        let (bytes, identity) = try read(path, from: copy ?? path)
        return try ModuleFile(path: path, name: name, bytes: bytes, identity: identity)
    }

    /// Checks bytes that have been read already. Any thread.
    package init(path: String, name: String?, bytes: [UInt8], identity: FileIdentity) throws(LoadError) {
        self.path = path
        self.name = name ?? Self.derivedName(path)
        isNamed = name != nil
        guard Self.isName(self.name) else { throw .badName(path: path, name: self.name) }
        self.identity = identity
        image = try Self.checkedImage(bytes, path: path)
        entry = try Self.checkedEntry(image, path: path)
        notes = try Self.checkedNotes(image, path: path)
        try Self.checkRuntime(image, path: path)
        notices = Self.notices(image, notes: notes, entry: entry)
    }

    /// The name that a file gives its module: the last path component without "lib" before and ".so" after it.
    package static func derivedName(_ path: String) -> String {
        let file = path.split(separator: "/").last.map(String.init) ?? path
        var stem = Substring(file)
        if stem.hasPrefix("lib") { stem = stem.dropFirst(3) }
        let parts = stem.split(separator: ".", omittingEmptySubsequences: false)
        if let end = parts.lastIndex(of: "so"), end > 0, parts[(end + 1)...].allSatisfy({ Int($0) != nil }) {
            stem = Substring(parts[..<end].joined(separator: "."))
        }
        return stem.isEmpty ? file : String(stem)
    }

    /// Refuses a list in which one name occurs twice, or one file, unless both have been given names of their own: each then is
    /// loaded from a copy of its own. In the order of the list, the later one is at fault.
    package static func refuseDuplicates(_ files: [ModuleFile]) throws(LoadError) {
        for (index, file) in files.enumerated() {
            for other in files[..<index] {
                let isSame = file.identity == other.identity || file.hasContent(of: other)
                if isSame, file.name == other.name || !file.isNamed || !other.isNamed {
                    throw .sameFileTwice(
                        path: file.path, name: file.name, otherPath: other.path, otherName: other.name)
                }
                if file.name == other.name {
                    throw .sameNameTwice(name: file.name, path: file.path, otherPath: other.path)
                }
            }
        }
    }

    /// Whether two files have the same bytes. Their hashes are compared, which even a debug build has soon.
    private func hasContent(of other: ModuleFile) -> Bool {
        image.bytes.count == other.image.bytes.count && contentHash == other.contentHash
    }

    /// Reads the file and says in the loader's words why it cannot be read.
    static func read(
        _ path: String, from source: String
    ) throws(LoadError) -> (bytes: [UInt8], identity: FileIdentity) {
        let file: (bytes: [UInt8], identity: FileIdentity)
        do throws(FileFault) {
            file = try FileBytes.read(source)
        } catch {
            throw LoadError(error, path: path)
        }
        guard !file.bytes.isEmpty else { throw .empty(path: path) }
        return file
    }

    private static func isName(_ name: String) -> Bool {
        (1...255).contains(name.utf8.count) && PrintableText.of(name) == name
    }
}

extension LoadError {
    /// A file that could not be read, as a refusal.
    init(_ fault: FileFault, path: String) {
        switch fault {
        case .missing: self = .noSuchFile(path: path)
        case .directory: self = .directory(path: path)
        case .notRegular: self = .notRegular(path: path)
        case .tooLarge(let limit): self = .tooLarge(path: path, limit: limit)
        case .system(_, let errno): self = .unreadable(path: path, code: errno)
        }
    }
}
