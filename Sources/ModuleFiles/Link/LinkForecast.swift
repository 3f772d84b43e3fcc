/// What the system's loader will find, or fail to find, when it links an image: for `inspect`, and to say more about a
/// failure than the loader does, which stops at the first.
package struct LinkForecast: Sendable {
    /// A library that the image, or one of its libraries, cannot do without.
    package struct Need: Sendable, Equatable {
        /// Its name as in DT_NEEDED.
        package let library: String
        /// The library that needs it; nil for the image itself.
        package let requiredBy: String?
        /// Where it is; nil if it is nowhere.
        package let found: LibrarySearch.Found?
    }

    /// All needed libraries, breadth first, each name once.
    package private(set) var needs: [Need] = []
    /// The names that the image uses and nothing defines; nil if a library that might could not be read.
    package private(set) var undefined: [String]?
    /// The versions that the image wants and its libraries lack.
    package private(set) var missingVersions: [ELFVersions.Need] = []

    /// Libraries that would harm the process, and why.
    package private(set) var harmful: [(library: String, harm: LoadError.Harm)] = []

    /// More libraries than any module needs; it bounds the walk.
    private static let largestCount = 512

    /// Walks the needed libraries.
    ///
    /// Any thread; reads every library that is needed, and the other images of the process only for a name that none of
    /// them defines. With `onlyHarm` nothing else is found out, and what the process has already is not read again.
    package init(_ image: ELFImage, path: String, search: LibrarySearch, onlyHarm: Bool = false) {
        var wanted = onlyHarm ? [] : Set(image.undefinedNames)
        if !wanted.isEmpty { wanted.subtract(image.symbols.lazy.filter(\.isExported).map(\.name)) }
        var complete = !onlyHarm
        var queue = [(image: image, requester: LibrarySearch.Requester(image, path: path), name: String?.none)]
        var seen: Set<String> = []
        while !queue.isEmpty {
            let (current, requester, name) = queue.removeFirst()
            for library in current.dynamic?.needed ?? [] where seen.count < Self.largestCount {
                guard seen.insert(library).inserted else { continue }
                let found = search.find(library, for: requester)
                needs.append(Need(library: library, requiredBy: name, found: found))
                if onlyHarm, found?.source == .process { continue }
                guard let found, let read = Self.image(found.path) else {
                    complete = false
                    continue
                }
                if !onlyHarm { noteMissingVersions(of: library, read, wantedBy: image) }
                if !wanted.isEmpty { wanted.subtract(read.symbols.lazy.filter(\.isExported).map(\.name)) }
                if found.source == .process { continue }
                if read.wantsExecutableStack { harmful.append((library, .executableStack)) }
                if read.carriesSwiftRuntime { harmful.append((library, .staticSwiftRuntime)) }
                queue.append((read, .init(read, path: found.path, loader: requester), library))
            }
        }
        for path in search.images.paths where !wanted.isEmpty {
            guard let read = Self.image(path) else { continue }
            wanted.subtract(read.symbols.lazy.filter(\.isExported).map(\.name))
        }
        if complete { undefined = image.undefinedNames.filter { wanted.contains($0) } }
    }

    /// The needed libraries that are nowhere.
    package var missing: [Need] { needs.filter { $0.found == nil } }

    /// A library that the loader would open without complaint to the harm of the whole process; nil if there is none.
    ///
    /// Asked before `dlopen`: of all that a forecast tells, only this is not told by the loader too.
    package func harm(path: String) -> LoadError? {
        harmful.first.map { .harmfulLibrary(path: path, library: $0.library, harm: $0.harm) }
    }

    /// The first failure in the order in which the loader would meet them, or else a harm; nil if there is none.
    package func refusal(path: String) -> LoadError? {
        if let need = missing.first {
            return .missingLibrary(
                path: path, library: need.library, requiredBy: need.requiredBy,
                reason: FileFault.text(of: FileFault.noEntry))
        }
        if let need = missingVersions.first {
            return .missingVersion(path: path, library: need.library, version: need.version)
        }
        guard let undefined, !undefined.isEmpty else { return harm(path: path) }
        return .undefinedSymbols(path: path, names: undefined)
    }

    private mutating func noteMissingVersions(of library: String, _ read: ELFImage, wantedBy image: ELFImage) {
        guard let offers = read.versions?.offers, !offers.isEmpty else { return }
        for need in image.versions?.needs ?? [] where need.library == library {
            if !offers.contains(need.version) { missingVersions.append(need) }
        }
    }

    private static func image(_ path: String) -> ELFImage? {
        guard let bytes = try? FileBytes.read(path).bytes else { return nil }
        return try? ELFImage(bytes: bytes)
    }
}
