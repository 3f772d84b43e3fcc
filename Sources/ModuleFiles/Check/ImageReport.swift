import HostLog

/// What `modhost inspect` says of one file: everything that can be known without running it.
package struct ImageReport: Sendable {
    /// Why the file could not be loaded, as far as that can be foreseen; nil if it can.
    package let refusal: LoadError?
    /// The report, aligned, with a line break at its end.
    package let text: String

    /// Whether the host would load the file.
    package var isLoadable: Bool { refusal == nil }

    /// Reads the file and writes the report. Any thread; blocks on the disk.
    package init(path: String, search: LibrarySearch = .host()) {
        var lines = Lines(title: PrintableText.of(path))
        do throws(LoadError) {
            let (bytes, identity) = try ModuleFile.read(path, from: path)
            refusal = Self.describe(path, bytes, identity, search, &lines)
        } catch {
            refusal = error
        }
        text = lines.text + "  can be loaded: \(refusal.map { "no: \($0.reason)." } ?? "yes")\n"
    }

    private static func describe(
        _ path: String, _ bytes: [UInt8], _ identity: FileIdentity, _ search: LibrarySearch, _ lines: inout Lines
    ) -> LoadError? {
        let image = try? ELFImage(bytes: bytes)
        lines.add("kind", image.map(kind) ?? kind(bytes))
        if let start = try? ELFIdentity(ELFReader(bytes: bytes)) { lines.add("machine", start.machineText) }
        lines.add("size", "\(grouped(bytes.count)) bytes")
        lines.add("sha256", SHA256.hexadecimal(of: bytes))
        let forecast = image.map { LinkForecast($0, path: path, search: search) }
        if let image { describe(image, &lines) }
        if let image, let forecast { describe(image, forecast, &lines) }
        do throws(LoadError) {
            let file = try ModuleFile(path: path, name: nil, bytes: bytes, identity: identity)
            for (index, notice) in file.notices.enumerated() { lines.add(index == 0 ? "notices" : "", notice) }
            return forecast?.refusal(path: path)
        } catch {
            return error
        }
    }

    private static func describe(_ image: ELFImage, _ lines: inout Lines) {
        lines.add("build-id", image.buildID ?? "none")
        for (index, name) in image.compilers.enumerated() { lines.add(index == 0 ? "compiler" : "", name) }
        if let soname = image.dynamic?.soname { lines.add("soname", soname) }
        let notes = ModuleNote.all(in: image).notes
        if notes.isEmpty {
            lines.add("note", image.hasSection(ModuleNote.section) ? "unreadable" : "none")
        } else {
            lines.add("language", list(notes.map { $0.language?.description ?? "unknown" }))
            lines.add("contract", list(notes.map(\.contract.description)))
            lines.add("WCHAR", list(notes.map { "\($0.wideCharacterSize) bytes" }))
            let versions = notes.map(\.swiftVersion).filter { !$0.isEmpty }
            lines.add("Swift", versions.isEmpty ? "none" : list(versions))
        }
        let entry = [ModuleFile.Entry.plain, .mangled].first { image.exported($0.rawValue) != nil }
        lines.add("entry", entry?.rawValue ?? "none")
        lines.add("stack", image.wantsExecutableStack ? "executable" : "not executable")
        if image.dynamic?.usesStaticTLS == true { lines.add("TLS", "static") }
        for (index, name) in image.uniqueNames.enumerated() { lines.add(index == 0 ? "unique" : "", name) }
        if let path = image.dynamic?.rpath { lines.add("RPATH", path) }
        if let path = image.dynamic?.runpath { lines.add("RUNPATH", path) }
    }

    private static func describe(_ image: ELFImage, _ forecast: LinkForecast, _ lines: inout Lines) {
        let versions = ModuleNote.all(in: image).notes.map(\.swiftVersion).filter { !$0.isEmpty }
        if let runtime = forecast.swiftRuntime(of: versions.first ?? image.swiftCompiler) {
            lines.add("runtime", runtime)
        }
        if forecast.needs.isEmpty { lines.add("needs", "no library") }
        let width = forecast.needs.map(\.library.count).max() ?? 0
        for (index, need) in forecast.needs.enumerated() {
            let name = need.library + String(repeating: " ", count: width - need.library.count)
            let place = need.found.map { found in
                switch found.source {
                case .process: "\(found.path) (in the host)"
                case .runtime: "\(found.path) (beside the host's)"
                default: found.path
                }
            }
            let by = need.requiredBy.map { " (for \($0))" } ?? ""
            lines.add(index == 0 ? "needs" : "", "\(name)  \(place ?? "not found")\(by)")
        }
        for version in forecast.missingVersions { lines.add("lacks", "\(version.version) of \(version.library)") }
        for (index, name) in (forecast.undefined ?? []).enumerated() {
            lines.add(index == 0 ? "undefined" : "", name)
        }
    }

    private static func kind(_ image: ELFImage) -> String {
        if image.isProgram { return "program" }
        switch image.identity.type {
        case ELFIdentity.shared: return "shared library"
        case ELFIdentity.relocatable: return "object file"
        case ELFIdentity.core: return "core dump"
        case let type: return "ELF file of type \(type)"
        }
    }

    private static func kind(_ bytes: [UInt8]) -> String {
        let isELF = (try? ELFIdentity(ELFReader(bytes: bytes))) != nil
        return isELF ? "ELF file that this host cannot read" : ForeignFileKind(bytes).description
    }

    private static func list(_ values: [String]) -> String {
        var once: [String] = []
        for value in values where !once.contains(value) { once.append(value) }
        return once.joined(separator: ", ")
    }

    private static func grouped(_ number: Int) -> String {
        var digits = Substring(String(number))
        var groups: [Substring] = []
        while digits.count > 3 {
            groups.insert(digits.suffix(3), at: 0)
            digits = digits.dropLast(3)
        }
        return ([digits] + groups).joined(separator: ",")
    }

    /// Labels and values in two columns under a title.
    private struct Lines {
        private(set) var text: String

        init(title: String) { text = "\(title)\n" }

        mutating func add(_ label: String, _ value: String) {
            text += "  \(label)\(String(repeating: " ", count: 12 - label.count))\(value)\n"
        }
    }
}
