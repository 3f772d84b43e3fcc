import Yams

// Sites and pools in YAML: short names for what IIS has in `system.applicationHost`, and all of its own names beside them.
extension YAMLReader {
    /// The pools of a server: a list, or a mapping with what all pools have.
    mutating func addPools(
        _ node: Node, at place: ConfigurationPlace, _ schemas: SchemaSet, to sections: inout SectionGroups
    ) {
        let name = "system.applicationHost/applicationPools"
        guard let schema = schemas.section(name)?.root, let pool = schema.collection?.item("add") else { return }
        sections.add(
            section: name,
            list("pools", node, schema, at: place, adds: ["add"]) { reader, item in
                guard case .mapping = item else { return reader.item("add", item, pool) }
                var element = SourceElement("add", reader.place(item))
                reader.each(item, "a pool", pool, also: ["workers"], &element) { reader, name, value, place, element in
                    guard let text = reader.value(of: name, value) else { return }
                    var model = SourceElement("processModel", place)
                    model.attributes = [SourceAttribute("maxProcesses", text, place)]
                    element.children.append(model)
                }
                return element
            })
    }

    /// The sites of a server: a list, or a mapping with what all sites have.
    mutating func addSites(
        _ node: Node, at place: ConfigurationPlace, _ schemas: SchemaSet, to sections: inout SectionGroups
    ) {
        let name = "system.applicationHost/sites"
        guard let schema = schemas.section(name)?.root, let site = schema.collection?.item("site") else { return }
        var beside = SectionGroups(file)
        let all = list("sites", node, schema, at: place, adds: ["site"]) { reader, item in
            reader.site(item, site, schemas, &beside)
        }
        sections.add(section: name, all)
        sections.merge(beside)
    }

    /// A list whose items have short names of their own; or a mapping, which has them under one of `adds`.
    private mutating func list(
        _ name: String, _ node: Node, _ schema: ElementSchema, at place: ConfigurationPlace, adds: [String],
        _ read: (inout YAMLReader, Node) -> SourceElement?
    ) -> SourceElement {
        guard case .mapping(let mapping) = node else {
            var element = SourceElement(schema.name, place)
            for item in items(node, name) where spend() {
                if let read = read(&self, item) { element.children.append(read) }
            }
            return element
        }
        // Without the items first, so that what takes others away comes before them.
        var rest = SourceElement(schema.name, place)
        var added: [SourceElement] = []
        for (key, value) in mapping {
            guard let word = text(key), adds.contains(word) else {
                fill(&rest, key, value, schema)
                continue
            }
            for item in items(value, word) where spend() {
                if let read = read(&self, item) { added.append(read) }
            }
        }
        rest.children += added
        return rest
    }

    /// Goes through a mapping: what the schema has goes into `element`, and the names in `also` to `body`.
    private mutating func each(
        _ node: Node, _ what: String, _ schema: ElementSchema, also: [String], _ element: inout SourceElement,
        _ body: (inout YAMLReader, String, Node, ConfigurationPlace, inout SourceElement) -> Void
    ) {
        guard case .mapping(let mapping) = node else {
            return mistake(place(node), "\(what) is a mapping, with the keys \(also.joined(separator: ", "))")
        }
        for (key, value) in mapping where spend() {
            guard let name = keyText(key) else { continue }
            if also.contains(name) {
                body(&self, name, value, place(key), &element)
            } else if schema.attribute(name) != nil || schema.child(name) != nil || ElementLocks.names.contains(name) {
                fill(&element, key, value, schema)
            } else {
                let known = also + schema.attributes.map(\.name) + schema.children.map(\.name)
                mistake(place(key), "\(what) has no key \"\(name)\"\(NearestName.remedy(name, among: known))")
            }
        }
    }

    // MARK: Sites

    private static let ofSite = [
        "bindings", "applications", "physicalPath", "pool", "virtualDirectories", "webConfig", "webServer",
    ]
    private static let ofApplication = ["physicalPath", "pool", "virtualDirectories", "webServer"]

    /// A site, and beside it the sections and locations that it stands for.
    private mutating func site(
        _ node: Node, _ schema: ElementSchema, _ schemas: SchemaSet, _ beside: inout SectionGroups
    ) -> SourceElement? {
        guard let application = schema.collection?.item("application") else { return nil }
        var site = SourceElement("site", place(node))
        /// The one application of a site that says only where its files are.
        var root = SourceElement("application", place(node))
        var applications: [(element: SourceElement, sections: SectionGroups)] = []
        var sections = SectionGroups(file)
        var webConfig: SourceAttribute?
        each(node, "a site", schema, also: Self.ofSite, &site) { reader, name, value, place, site in
            switch name {
            case "bindings": site.children.append(reader.bindings(value, at: place))
            case "applications":
                for item in reader.items(value, name) where reader.spend() {
                    applications.append(reader.application(item, application, schemas))
                }
            case "webConfig":
                webConfig = reader.value(of: name, value).map { SourceAttribute(name, $0, place) }
            case "webServer": reader.addGroup("system.webServer", value, at: place, schemas, to: &sections)
            default: reader.addFolder(name, value, at: place, application, to: &root)
            }
        }
        guard case .mapping = node else { return nil }
        if let first = root.attributes.first ?? root.children.first?.attributes.first {
            if let other = applications.first(where: { $0.element.attribute("path")?.value == "/" }) {
                mistake(
                    root.children.first?.place ?? first.place,
                    "the site has an application / of its own, in \(other.element.place); put the folder into it")
            } else {
                root.attributes.insert(SourceAttribute("path", "/", root.place), at: 0)
                site.children.append(root)
            }
        }
        site.children += applications.map(\.element)
        guard let name = site.attribute("name") else { return site }
        if let webConfig {
            var entry = SourceElement("add", webConfig.place)
            entry.attributes = [name, webConfig]
            beside.add(entry, to: "modhost/sites")
        }
        beside.add(sections, at: name.value, name.place)
        for (element, sections) in applications {
            guard let path = element.attribute("path") else { continue }
            let below = path.value.drop { $0 == "/" }
            beside.add(sections, at: below.isEmpty ? name.value : "\(name.value)/\(below)", path.place)
        }
        return site
    }

    private mutating func application(
        _ node: Node, _ schema: ElementSchema, _ schemas: SchemaSet
    ) -> (SourceElement, SectionGroups) {
        var element = SourceElement("application", place(node))
        var sections = SectionGroups(file)
        each(node, "an application", schema, also: Self.ofApplication, &element) {
            reader, name, value, place, element in
            if name == "webServer" {
                reader.addGroup("system.webServer", value, at: place, schemas, to: &sections)
            } else {
                reader.addFolder(name, value, at: place, schema, to: &element)
            }
        }
        return (element, sections)
    }

    /// `physicalPath`, `pool` and `virtualDirectories` of an application.
    private mutating func addFolder(
        _ name: String, _ value: Node, at place: ConfigurationPlace, _ schema: ElementSchema,
        to application: inout SourceElement
    ) {
        guard let directory = schema.collection?.item("virtualDirectory") else { return }
        switch name {
        case "physicalPath":
            guard let text = self.value(of: name, value) else { return }
            var folder = SourceElement("virtualDirectory", place)
            folder.attributes = [SourceAttribute("path", "/", place), SourceAttribute(name, text, place)]
            application.children.insert(folder, at: 0)
        case "pool":
            guard let text = self.value(of: name, value) else { return }
            application.attributes.append(SourceAttribute("applicationPool", text, place))
        default:
            for item in items(value, name) where spend() {
                application.children.append(element("virtualDirectory", item, directory, at: self.place(item)))
            }
        }
    }
}

extension SectionGroups {
    /// Adds sections as a location. Nothing if there are none.
    fileprivate mutating func add(_ sections: SectionGroups, at path: String, _ place: ConfigurationPlace) {
        guard let first = sections.root.children.first else { return }
        var location = SourceElement("location", first.place)
        location.attributes = [SourceAttribute("path", path, place)]
        location.children = sections.root.children
        root.children.append(location)
    }

    /// Adds all of another: locations behind those that are there, sections to those that are.
    fileprivate mutating func merge(_ other: SectionGroups) {
        for child in other.root.children {
            if child.name == "location" {
                root.children.append(child)
            } else {
                for section in child.children { add(section: "\(child.name)/\(section.name)", section) }
            }
        }
    }
}
