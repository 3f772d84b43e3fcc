/// The sections that are known: those of IIS that modhost has, and those of modules.
package struct SchemaSet: Sendable {
    private var sections: [String: SectionSchema] = [:]
    /// The groups that sections are in, such as `system.webServer/security`.
    private var groups: Set<String> = []

    package init() {}

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

    /// Adds a section. A section that is there already in another shape is a mistake.
    package mutating func add(_ section: SectionSchema) throws(ConfigurationMistake) {
        if let known = sections[section.name] {
            guard known.root != section.root else { return }
            throw ConfigurationMistake(
                section.place,
                "the section \(section.name) is described already, in \(known.place), and in another way; take one of them out"
            )
        }
        sections[section.name] = section
        var group = Substring(section.name)
        while let slash = group.lastIndex(of: "/") {
            group = group[..<slash]
            groups.insert(String(group))
        }
    }

    /// Adds a section, or puts it in the place of the one that is there.
    mutating func replace(_ section: SectionSchema) {
        sections[section.name] = nil
        try? add(section)
    }

    /// Adds the sections of a schema file, which has the form of IIS's own. Every mistake is told.
    package mutating func add(schemaFile file: String, _ bytes: [UInt8]) -> [ConfigurationMistake] {
        do throws(ConfigurationMistake) {
            let root = try XMLReader.read(ConfigurationText.decoded(file, bytes))
            var reader = SchemaReader()
            reader.read(root)
            guard reader.mistakes.isEmpty else { return reader.mistakes }
            for section in reader.sections { try add(section) }
            return []
        } catch {
            return [error]
        }
    }
}
