/// The sections that are known: those of IIS that modhost has, and those of modules.
package struct SchemaSet: Sendable {
    private var sections: [String: SectionSchema] = [:]
    /// The groups that sections are in, such as `system.webServer/security`.
    private var groups: Set<String> = []

    /// The names of the sections that the schema of a module describes, by the module's name in small letters.
    private(set) var modules: [String: [String]] = [:]

    package init() {}

    /// The sections that are a module's own, in the order of its schema; none if no such module is known.
    package func sections(ofModule name: String) -> [String] { modules[name.lowercased()] ?? [] }

    /// Says which sections are a module's own.
    mutating func setSections(_ sections: [String], ofModule name: String) { modules[name.lowercased()] = sections }

    /// The names of the modules that have sections of their own, in small letters and in order.
    var namesOfModules: [String] { modules.keys.sorted() }

    /// Whether any module has told of its sections.
    var hasModules: Bool { !modules.isEmpty }

    /// All sections that are the own of some module.
    var sectionsOfModules: Set<String> { Set(modules.values.joined()) }

    /// What only the schema of a module describes, which that module enforces.
    var claimed: Set<String> { sectionsOfModules.subtracting(SchemaSet.builtIn.names) }

    /// The schema of a section by its whole name.
    package func section(_ name: String) -> SectionSchema? { sections[name] }

    /// Whether sections are below `name`.
    package func isGroup(_ name: String) -> Bool { groups.contains(name) }

    /// The names of all sections, in order.
    package var names: [String] { sections.keys.sorted() }

    /// The section or group that a name which is none stands for: in another case, or at another level of its group. Nil if there is
    /// none.
    func meant(by name: String, in group: String) -> String? {
        let path = (group.isEmpty ? name : "\(group)/\(name)").lowercased()
        if let same = (names + groups.sorted()).first(where: { $0.lowercased() == path }) { return same }
        guard !group.isEmpty else { return nil }
        let below = group.split(separator: "/")[0].lowercased() + "/"
        return names.first { $0.lowercased().hasPrefix(below) && $0.lowercased().hasSuffix("/" + name.lowercased()) }
    }

    /// A sentence about a section that is none.
    package func unknown(_ name: String) -> String {
        // Most know a section by the last part of its name.
        let short = name.split(separator: "/").last.map(String.init) ?? name
        let same = names.filter { $0.hasSuffix("/" + short) }
        let remedy = same.first.map { "; did you mean \"\($0)\"?" } ?? NearestName.remedy(name, among: names)
        return "there is no section \"\(name)\"\(remedy)"
    }

    /// Adds a section, or to one that is there. What contradicts it is a mistake.
    package mutating func add(_ section: SectionSchema) throws(ConfigurationMistake) {
        if var known = sections[section.name] {
            do throws(SchemaContradiction) {
                try known.root.add(section.root)
            } catch {
                throw ConfigurationMistake(
                    section.place,
                    "the section \(section.name) is described already, in \(known.place), where \(error.thing) has \(error.difference); take one of them out"
                )
            }
            sections[section.name] = known
            return
        }
        if let reason = objection(to: section.name) { throw ConfigurationMistake(section.place, reason) }
        sections[section.name] = section
        for group in Self.above(section.name) { groups.insert(group) }
    }

    /// Adds a section, or puts it in the place of the one that is there.
    mutating func replace(_ section: SectionSchema) {
        sections[section.name] = nil
        try? add(section)
    }

    /// Why there can be no section of that name; nil if there can. One that hid others would hide what protects.
    private func objection(to name: String) -> String? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(where: \.isEmpty),
            !["location", "configsections", "configuration"].contains(parts[0].lowercased())
        else { return "\"\(name)\" is no name of a section, such as system.webServer/gate" }
        if isGroup(name) { return "\(name) is a group of sections, and cannot be a section itself" }
        let known = names + groups
        for path in Self.above(name) + [name] {
            if path != name, sections[path] != nil { return "\(path) is a section, and holds no section \(name)" }
            if let other = known.first(where: { $0 != path && $0.lowercased() == path.lowercased() }) {
                return "\(path) is written \(other); a section has one spelling"
            }
        }
        return nil
    }

    /// The groups that a section is in, the outermost first.
    private static func above(_ name: String) -> [String] {
        name.indices.filter { name[$0] == "/" }.map { String(name[..<$0]) }
    }

    /// Adds the sections of a schema file: one of IIS's, or one in YAML, which its name says. Every mistake is told.
    package mutating func add(schemaFile file: String, _ bytes: [UInt8]) -> [ConfigurationMistake] {
        let (sections, mistakes) = Self.read(schemaFile: file, bytes)
        guard mistakes.isEmpty else { return mistakes }
        do throws(ConfigurationMistake) {
            for section in sections { try add(section) }
            return []
        } catch {
            return [error]
        }
    }

    /// The sections that a schema file describes.
    static func read(
        schemaFile file: String, _ bytes: [UInt8]
    ) -> (sections: [SectionSchema], mistakes: [ConfigurationMistake]) {
        do throws(ConfigurationMistake) {
            let text = try ConfigurationText.decoded(file, bytes)
            var reader = SchemaReader()
            guard ConfigurationPlace(file: file).isYAML else {
                reader.read(try XMLReader.read(text))
                return (reader.sections, reader.mistakes)
            }
            var yaml = YAMLReader(file: file)
            guard let document = yaml.document(text) else { return ([], yaml.mistakes) }
            let root = yaml.schema(document)
            guard yaml.mistakes.isEmpty else { return ([], yaml.mistakes) }
            reader.read(root)
            return (reader.sections, reader.mistakes)
        } catch {
            return ([], [error])
        }
    }
}
