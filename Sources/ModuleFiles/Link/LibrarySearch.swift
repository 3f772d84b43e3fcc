/// Finds libraries where the system's loader would.
///
/// This is for reports and for copying neighbours: it never decides whether an image is opened, `dlopen` does.
package struct LibrarySearch: Sendable {
    /// How a library was found.
    package enum Source: Sendable, Equatable {
        /// It is part of the host's process already.
        case process
        /// It lies beside the host's Swift runtime; see ``SwiftRuntime``.
        case runtime
        /// A directory of RPATH or RUNPATH that starts from the place of the image ($ORIGIN).
        case origin
        /// Another directory of RPATH or RUNPATH.
        case runPath
        /// LD_LIBRARY_PATH.
        case environment
        /// /etc/ld.so.cache.
        case cache
        /// A directory that the loader always tries.
        case system
        /// The name contained a slash and was taken as it is.
        case path
    }

    /// A library and the way to it.
    package struct Found: Sendable, Equatable {
        /// The file.
        package let path: String
        /// What led there.
        package let source: Source

        /// A way that is known already.
        package init(path: String, source: Source) {
            self.path = path
            self.source = source
        }
    }

    /// An image that needs libraries, with what those that loaded it pass on to it.
    package struct Requester: Sendable {
        /// The image's own file.
        package let path: String
        let runpath: String?
        let directories: [Directory]
        let inherited: [Directory]

        /// - Parameters:
        ///   - image: the image.
        ///   - path: its file, the directory of which is $ORIGIN.
        ///   - loader: who needs it, nil for the module itself.
        package init(_ image: ELFImage, path: String, loader: Requester? = nil) {
            let origin = LibrarySearch.directory(of: path)
            self.path = path
            runpath = image.dynamic?.runpath
            let own = runpath ?? image.dynamic?.rpath
            directories = (own ?? "").split(separator: ":").flatMap { Directory.expand(String($0), origin: origin) }
            let passedOn = loader.map { ($0.runpath == nil ? $0.directories : []) + $0.inherited }
            inherited = passedOn ?? []
        }
    }

    /// One place to look in.
    struct Directory: Sendable {
        let path: String
        let isOrigin: Bool

        /// $ORIGIN is the image's directory; $LIB has two spellings among the distributions, so it becomes two places.
        static func expand(_ entry: String, origin: String) -> [Directory] {
            let isOrigin = entry.hasPrefix("$ORIGIN") || entry.hasPrefix("${ORIGIN}")
            let placed = isOrigin ? origin + entry.dropFirst(entry.hasPrefix("$O") ? 7 : 9) : entry
            for token in ["$LIB", "${LIB}"] {
                guard let range = placed.firstOccurrence(of: token) else { continue }
                return ["lib/\(HostMachine.multiarch)", "lib64"].map {
                    Directory(path: placed.replacing(range, with: $0), isOrigin: isOrigin)
                }
            }
            return [Directory(path: placed, isOrigin: isOrigin)]
        }
    }

    /// The host's process.
    package let images: HostImages
    private let runtime: String?
    private let environment: [String]
    private let cache: LibraryCache
    private let system: [String]

    /// The search as this process would make it.
    package static func host() -> LibrarySearch {
        LibrarySearch(
            images: .current(), libraryPath: FileBytes.environment("LD_LIBRARY_PATH") ?? "", cache: LibraryCache())
    }

    /// A search with every source given.
    package init(images: HostImages, libraryPath: String, cache: LibraryCache) {
        self.images = images
        runtime = SwiftRuntime.folder(images)
        environment = libraryPath.split(whereSeparator: { $0 == ":" || $0 == ";" }).map(String.init)
        self.cache = cache
        system = [
            "/lib/\(HostMachine.multiarch)", "/usr/lib/\(HostMachine.multiarch)", "/lib64", "/usr/lib64",
            "/lib", "/usr/lib",
        ]
    }

    /// The library that `requester` would get under this name; nil if the loader would find none.
    package func find(_ library: String, for requester: Requester) -> Found? {
        if library.contains("/") { return usable(library, .path) }
        if let path = images.path(of: library) { return Found(path: path, source: .process) }
        if SwiftRuntime.contains(library), let runtime, let found = usable("\(runtime)/\(library)", .runtime) {
            return found
        }
        if requester.runpath == nil {
            for directory in requester.directories + requester.inherited {
                if let found = look(for: library, in: directory) { return found }
            }
        }
        for directory in environment {
            if let found = usable("\(directory)/\(library)", .environment) { return found }
        }
        if requester.runpath != nil {
            for directory in requester.directories {
                if let found = look(for: library, in: directory) { return found }
            }
        }
        if let path = cache.path(of: library), let found = usable(path, .cache) { return found }
        for directory in system {
            if let found = usable("\(directory)/\(library)", .system) { return found }
        }
        return nil
    }

    private func look(for library: String, in directory: Directory) -> Found? {
        usable("\(directory.path)/\(library)", directory.isOrigin ? .origin : .runPath)
    }

    /// The loader passes over files of another machine and goes on looking.
    private func usable(_ path: String, _ source: Source) -> Found? {
        guard let start = try? FileBytes.read(path, atMost: 64).bytes,
            let identity = try? ELFIdentity(ELFReader(bytes: start)), identity.fitsHost
        else { return nil }
        return Found(path: path, source: source)
    }

    /// The directory part of a path, "." if it has none.
    static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

extension String {
    fileprivate func firstOccurrence(of token: String) -> Range<Index>? {
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(token) { return start..<index(start, offsetBy: token.count) }
            start = index(after: start)
        }
        return nil
    }

    fileprivate func replacing(_ range: Range<Index>, with text: String) -> String {
        String(self[..<range.lowerBound]) + text + String(self[range.upperBound...])
    }
}

/// The system's list of libraries, /etc/ld.so.cache, in the format that glibc has written since 2.2.
package struct LibraryCache: Sendable {
    private let paths: [String: String]

    /// Reads the cache file; an absent or damaged one is an empty list, as it is for the loader.
    package init(path: String = "/etc/ld.so.cache") {
        self.init(bytes: (try? FileBytes.read(path).bytes) ?? [])
    }

    /// Reads the content of a cache file.
    package init(bytes: [UInt8]) {
        paths = (try? Self.parse(ELFReader(bytes: bytes))) ?? [:]
    }

    /// Where the cache says that a library of this machine lies.
    package func path(of library: String) -> String? { paths[library] }

    /// Older systems put the list of the format before that in front; ours begins at the magic text, aligned to 8.
    private static func parse(_ reader: ELFReader) throws(ELFFault) -> [String: String] {
        let magic = Array("glibc-ld.so.cache1.1".utf8)
        var start = 0
        if !reader.bytes.starts(with: magic) {
            let old = Array("ld.so-1.7.0".utf8)
            guard reader.bytes.starts(with: old) else { return [:] }
            let entries = Int(try reader.number(at: 12, as: UInt32.self))
            start = (16 + entries * 12 + 7) / 8 * 8
            try reader.require(start, magic.count)
            guard reader.bytes[start..<start + magic.count].elementsEqual(magic) else { return [:] }
        }
        let count = Int(try reader.number(at: start + 20, as: UInt32.self))
        try reader.require(start + 48, count * 24)
        var strings = ELFStrings(reader.bytes, start..<reader.count)
        var paths: [String: String] = [:]
        for index in 0..<count {
            let entry = start + 48 + index * 24
            guard Int32(bitPattern: try reader.number(at: entry)) == HostMachine.cacheFlags else { continue }
            let name = try strings.string(at: UInt64(try reader.number(at: entry + 4, as: UInt32.self)))
            let path = try strings.string(at: UInt64(try reader.number(at: entry + 8, as: UInt32.self)))
            let capabilities: UInt64 = try reader.number(at: entry + 16)
            // Entries for newer processors come first; the one for every processor is there whenever they are.
            if capabilities == 0, paths[name] == nil { paths[name] = path }
        }
        return paths
    }
}
