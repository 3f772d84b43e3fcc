import HostLog

extension LoadError {
    /// Translates what `dlerror` says after a failed `dlopen` into a sentence about the module.
    ///
    /// Called after `dlopen`, on the same thread, with the text copied before the next call. Where the
    /// loader names only the first of several undefined symbols, all are found from the files.
    /// - Parameters:
    ///   - text: what `dlerror` returned.
    ///   - file: the module.
    ///   - opened: the path given to `dlopen`, usually that of the private copy.
    ///   - search: where libraries are looked for; the process's own by default.
    package static func fromDlerror(
        _ text: String, file: ModuleFile, openedAs opened: String? = nil, search: LibrarySearch = .host()
    ) -> LoadError {
        let place = opened ?? file.path
        let (subject, complaint) = split(text, opened: place)
        let isModule = subject == nil || subject == place
        let library = subject.map { PrintableText.of(fileName(shown($0, opened: place, file: file))) } ?? ""
        if let symbol = complaint.dropping(prefix: "undefined symbol: ") ?? complaint.dropping(prefix: "symbol ") {
            let name = PrintableText.of(String(symbol.prefix { $0 != "," && $0 != " " }))
            guard isModule else {
                return .undefinedSymbolInLibrary(path: file.path, library: library, name: name)
            }
            let all = LinkForecast(file.image, path: place, search: search).undefined ?? []
            return .undefinedSymbols(path: file.path, names: all.contains(name) ? all : [name] + all)
        }
        if let version = complaint.dropping(prefix: "version `"), complaint.contains("not found") {
            return .missingVersion(
                path: file.path, library: library, version: PrintableText.of(String(version.prefix { $0 != "'" })))
        }
        if let reason = complaint.dropping(prefix: "cannot open shared object file: "), !isModule {
            let forecast = LinkForecast(file.image, path: place, search: search)
            let requiredBy = forecast.needs.first { $0.library == subject }?.requiredBy
            return .missingLibrary(path: file.path, library: library, requiredBy: requiredBy, reason: reason)
        }
        if complaint.contains("static TLS block") { return .noStaticTLS(path: file.path) }
        if !isModule, complaints(about: complaint) {
            return .unusableLibrary(path: file.path, library: library, reason: PrintableText.of(complaint))
        }
        return .linkerRefused(path: file.path, text: PrintableText.of(shown(text, opened: place, file: file)))
    }

    /// The texts have the form "FILE: complaint"; the complaint may contain colons of its own, the module's path too.
    private static func split(_ text: String, opened: String) -> (subject: String?, complaint: String) {
        if let rest = text.dropping(prefix: "\(opened): ") { return (opened, rest) }
        var position = text.startIndex
        while let colon = text[position...].firstIndex(of: ":") {
            let after = text.index(after: colon)
            guard after < text.endIndex else { break }
            if text[after] == " " { return (String(text[..<colon]), String(text[text.index(after: after)...])) }
            position = after
        }
        return (nil, text)
    }

    private static func complaints(about text: String) -> Bool {
        [
            "invalid ELF header", "file too short", "wrong ELF class", "cannot dynamically load",
            "ELF file", "ELF load command", "object file has no", "failed to map", "cannot enable executable stack",
        ].contains { text.hasPrefix($0) }
    }

    /// A user does not know the private copy's path; the module's own is shown in its place.
    private static func shown(_ text: String, opened: String, file: ModuleFile) -> String {
        guard opened != file.path else { return text }
        return text.split(separator: opened, omittingEmptySubsequences: false).joined(separator: file.path)
    }

    private static func fileName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }
}

extension String {
    fileprivate func dropping(prefix: String) -> String? {
        hasPrefix(prefix) ? String(dropFirst(prefix.count)) : nil
    }
}
