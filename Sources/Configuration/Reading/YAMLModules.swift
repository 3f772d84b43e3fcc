import Yams

// Modules in YAML: each stands once, with all that is said of it.
extension YAMLReader {
    /// A module stands once here, and in several sections of the tree: its image, its place in the order, its settings, and those of
    /// its own.
    mutating func addModules(_ node: Node, _ schemas: SchemaSet, to sections: inout SectionGroups) {
        for item in items(node, "modules") where spend() {
            let place = place(item)
            var module = SourceElement("module", place)
            var config: (node: Node, place: ConfigurationPlace)?
            if let image = text(item), !isNull(item) {
                module.attributes = [SourceAttribute("image", image, place)]
            } else if case .mapping(let mapping) = item {
                for (key, value) in mapping {
                    if text(key) == "config" {
                        config = (value, self.place(key))
                    } else {
                        fill(&module, key, value, Self.module)
                    }
                }
            } else {
                module = element("module", item, Self.module, at: place)
            }
            guard let image = module.attribute("image") else {
                mistake(place, "a module lacks the key \"image\", the file to load")
                continue
            }
            let name = module.attribute("name") ?? SourceAttribute("name", ModuleName.ofImage(image.value), image.place)
            func add(_ others: [SourceAttribute], to section: String) {
                var entry = SourceElement("add", place)
                entry.attributes = [name] + others
                sections.add(entry, to: section)
            }
            add([image], to: "system.webServer/globalModules")
            var lock = SourceAttribute("lockItem", "true", place)
            if let own = module.attribute("lock") {
                lock.value = own.value
                if AttributeType.bool.value(of: own.value) == nil {
                    mistake(own.place, "lock takes true or false, not \"\(own.value)\"")
                    continue
                }
            }
            add([lock], to: "system.webServer/modules")
            let settings = ["execution", "schema"].compactMap { module.attribute($0) }
            if !settings.isEmpty { add(settings, to: "modhost/modules") }
            if let config { addConfig(config.node, at: config.place, of: name.value, schemas, to: &sections) }
        }
    }

    /// What the module's own section holds, or its sections by their names.
    private mutating func addConfig(
        _ node: Node, at place: ConfigurationPlace, of module: String, _ schemas: SchemaSet,
        to sections: inout SectionGroups
    ) {
        let own = schemas.sections(ofModule: module).compactMap { schemas.section($0) }
        // Where nothing is known of the module yet, the file is read again when it is.
        guard let first = own.first else { return }
        guard own.count > 1 else {
            if first.name.hasPrefix(SchemaSet.withoutSchema), case .mapping(let mapping) = node {
                return sections.add(section: first.name, values(mapping, of: module, first.root.name, at: place))
            }
            return addSection(first.name, node, at: place, schemas, to: &sections)
        }
        guard case .mapping(let mapping) = node else {
            return mistake(
                self.place(node),
                "config takes a mapping of the sections \(own.map(\.name).joined(separator: ", "))")
        }
        for (key, value) in mapping where spend() {
            guard let name = keyText(key) else { continue }
            let meant = own.filter { $0.name == name || $0.name.hasSuffix("/\(name)") }
            guard meant.count == 1 else {
                mistake(
                    self.place(key),
                    "the module \"\(module)\" has no section \"\(name)\"\(NearestName.remedy(name, among: own.map(\.name)))"
                )
                continue
            }
            addSection(meant[0].name, value, at: self.place(key), schemas, to: &sections)
        }
    }

    /// Without a schema there is nothing but values, which are text.
    private mutating func values(
        _ mapping: Node.Mapping, of module: String, _ name: String, at place: ConfigurationPlace
    ) -> SourceElement {
        var element = SourceElement(name, place)
        for (key, value) in mapping where spend() {
            guard let name = keyText(key) else { continue }
            if let text = text(value) {
                element.attributes.append(SourceAttribute(name, text, self.place(key)))
            } else {
                mistake(
                    self.place(key),
                    "\"\(name)\" is more than a value, and the module \"\(module)\" has no schema that says what it may be; give it one"
                )
            }
        }
        return element
    }

    /// What an entry of the list may say.
    static let module: ElementSchema = {
        var schema = ElementSchema(name: "module")
        schema.attributes = ["name", "image", "execution", "schema"].map { AttributeSchema(name: $0, type: .string) }
        schema.attributes.append(AttributeSchema(name: "lock", type: .bool))
        var config = ElementSchema(name: "config")
        config.allowsOtherAttributes = true
        schema.children = [config]
        return schema
    }()
}
