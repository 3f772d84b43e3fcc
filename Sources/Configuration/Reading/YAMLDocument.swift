import Yams

// The shape of a configuration in YAML: short names at the top for what a server is made of, sections of IIS below `webServer`.
extension YAMLReader {
    /// The `configuration` that a document stands for, in the shape of IIS's files.
    mutating func configuration(_ document: Node, _ schemas: SchemaSet) -> SourceElement {
        var sections = SectionGroups(file)
        guard case .mapping(let mapping) = document else {
            if !isNull(document) { mistake(place(document), "a configuration is a mapping, such as \"workers: 2\"") }
            return sections.root
        }
        for (key, value) in mapping {
            guard let name = keyText(key) else { continue }
            addTop(name, value, at: place(key), schemas, to: &sections)
        }
        return sections.root
    }

    static let ownSections = ["limits", "listen", "log", "proxies"]

    private mutating func addTop(
        _ name: String, _ value: Node, at place: ConfigurationPlace, _ schemas: SchemaSet,
        to sections: inout SectionGroups
    ) {
        let server = schemas.section("modhost/server")?.root ?? ElementSchema(name: "server")
        switch name {
        case "webServer": addGroup("system.webServer", value, at: place, schemas, to: &sections)
        case "modules": addModules(value, schemas, to: &sections)
        case "locations": for location in items(value, name) { addLocation(location, schemas, to: &sections) }
        case "pools": addPools(value, at: place, schemas, to: &sections)
        case "sites": addSites(value, at: place, schemas, to: &sections)
        case "root", "symlinks":
            if let text = self.value(of: name, value) { sections.set(name, text, place, in: "modhost/site") }
        case _ where Self.ownSections.contains(name):
            addSection("modhost/\(name)", value, at: place, schemas, to: &sections)
        case _ where server.attribute(name) != nil:
            if let text = self.value(of: name, value) { sections.set(name, text, place, in: "modhost/server") }
        case _ where server.child(name) != nil:
            let child = server.child(name) ?? ElementSchema(name: name)
            sections.add(element(name, value, child, at: place), to: "modhost/server")
        default:
            let known = ["webServer", "modules", "locations", "pools", "sites", "root", "symlinks"] + Self.ownSections
            let keys = known + server.attributes.map(\.name) + server.children.map(\.name)
            mistake(place, "there is no key \"\(name)\" here\(NearestName.remedy(name, among: keys))")
        }
    }

    // MARK: Sections

    /// A whole section.
    mutating func addSection(
        _ name: String, _ node: Node, at place: ConfigurationPlace, _ schemas: SchemaSet,
        to sections: inout SectionGroups
    ) {
        guard let schema = schemas.section(name) else { return }
        // Beside the section itself a module's section may stand in the entry of the module.
        if schemas.sectionsOfModules.contains(name), let first = sections.place(of: name) {
            return mistake(place, "the section \(name) is here already, in \(first); put the two together")
        }
        sections.add(section: name, element(schema.root.name, node, schema.root, at: place))
    }

    /// The sections below a group such as `system.webServer/security`.
    mutating func addGroup(
        _ group: String, _ node: Node, at place: ConfigurationPlace, _ schemas: SchemaSet,
        to sections: inout SectionGroups
    ) {
        guard case .mapping(let mapping) = node else {
            if !isNull(node) { mistake(self.place(node), "\(group) takes a mapping of sections") }
            return
        }
        for (key, value) in mapping {
            guard let name = keyText(key) else { continue }
            let path = "\(group)/\(name)"
            if schemas.section(path) != nil {
                addSection(path, value, at: self.place(key), schemas, to: &sections)
            } else if schemas.isGroup(path) {
                addGroup(path, value, at: self.place(key), schemas, to: &sections)
            } else {
                let known = Set(
                    schemas.names.filter { $0.hasPrefix(group + "/") }
                        .compactMap { $0.dropFirst(group.count + 1).split(separator: "/").first.map(String.init) })
                mistake(self.place(key), "\(group) has no section \"\(name)\"\(NearestName.remedy(name, among: known))")
            }
        }
    }

    // MARK: Lists

    /// What a list holds; a mistake if it is none.
    mutating func items(_ node: Node, _ name: String) -> [Node] {
        if case .sequence(let sequence) = node { return Array(sequence) }
        if !isNull(node) { mistake(place(node), "\(name) takes a list") }
        return []
    }

    private mutating func addLocation(_ node: Node, _ schemas: SchemaSet, to sections: inout SectionGroups) {
        guard case .mapping(let mapping) = node else {
            return mistake(place(node), "a location is a mapping with a path")
        }
        var location = SourceElement("location", place(node))
        var inner = SectionGroups(file)
        for (key, value) in mapping {
            guard let name = keyText(key) else { continue }
            if name == "webServer" {
                addGroup("system.webServer", value, at: place(key), schemas, to: &inner)
            } else if let text = text(value), ["path", "overrideMode", "inheritInChildApplications"].contains(name) {
                location.attributes.append(SourceAttribute(name, text, place(key)))
            } else {
                let known = ["path", "overrideMode", "inheritInChildApplications", "webServer"]
                mistake(place(key), "a location has no key \"\(name)\"\(NearestName.remedy(name, among: known))")
            }
        }
        if location.attribute("path") == nil { mistake(location.place, "a location lacks the key \"path\"") }
        location.children = inner.root.children
        sections.root.children.append(location)
    }
}

/// A `configuration` whose sections are put into their groups one by one.
struct SectionGroups {
    var root: SourceElement

    init(_ file: String) { root = SourceElement("configuration", ConfigurationPlace(file: file, line: 1, column: 1)) }

    /// Adds a whole section.
    mutating func add(section name: String, _ element: SourceElement) {
        change(name, at: element.place) { section in
            section.attributes += element.attributes
            section.children += element.children
        }
    }

    /// Where a section was written first; nil if it was not.
    func place(of section: String) -> ConfigurationPlace? {
        section.split(separator: "/").reduce(Optional(root)) { $0?.child(String($1)) }?.place
    }

    /// Adds an element to a section.
    mutating func add(_ element: SourceElement, to section: String) {
        change(section, at: element.place) { $0.children.append(element) }
    }

    /// Sets an attribute of a section.
    mutating func set(_ name: String, _ value: String, _ place: ConfigurationPlace, in section: String) {
        change(section, at: place) { $0.attributes.append(SourceAttribute(name, value, place)) }
    }

    private mutating func change(_ name: String, at place: ConfigurationPlace, _ body: (inout SourceElement) -> Void) {
        Self.change(name.split(separator: "/").map(String.init)[...], of: &root, at: place, body)
    }

    private static func change(
        _ names: ArraySlice<String>, of element: inout SourceElement, at place: ConfigurationPlace,
        _ body: (inout SourceElement) -> Void
    ) {
        guard let name = names.first else { return body(&element) }
        let index =
            element.children.firstIndex { $0.name == name }
            ?? {
                element.children.append(SourceElement(name, place))
                return element.children.count - 1
            }()
        change(names.dropFirst(), of: &element.children[index], at: place, body)
    }
}
