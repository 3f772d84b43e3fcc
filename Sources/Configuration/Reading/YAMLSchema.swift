import Yams

// The schema of a module in YAML: a short form of IIS's schema files, which it is turned into.
extension YAMLReader {
    /// The `configSchema` that a document stands for.
    mutating func schema(_ document: Node) -> SourceElement {
        var root = SourceElement("configSchema", place(document))
        guard case .mapping(let mapping) = document else {
            mistake(place(document), "a schema is a mapping, such as \"section: gate\"")
            return root
        }
        guard let all = mapping.first(where: { text($0.key) == "sections" }) else {
            section(document, to: &root)
            return root
        }
        for (key, _) in mapping where text(key) != "sections" {
            mistake(place(key), "beside \"sections\" there is nothing else; put it into one of them")
        }
        for item in items(all.value, "sections") { section(item, to: &root) }
        return root
    }

    private static let ofElement = ["attributes", "elements", "collection", "anyAttribute"]

    private mutating func section(_ node: Node, to root: inout SourceElement) {
        var section = SourceElement("sectionSchema", place(node))
        each(node, "a section", ["section"] + Self.ofElement) { reader, name, value, place in
            guard name == "section" else { return reader.addPart(name, value, to: &section) }
            guard let text = reader.value(of: name, value) else { return }
            // As sections are named below `webServer` in a configuration.
            let whole = text.contains("/") ? text : "system.webServer/\(text)"
            section.attributes.append(SourceAttribute("name", whole, place))
        }
        guard case .mapping = node else { return }
        if section.attribute("name") == nil {
            return mistake(section.place, "a schema lacks the key \"section\", the name of the section")
        }
        root.children.append(section)
    }

    /// What a section, an element within and an item of a collection have.
    private mutating func addPart(_ name: String, _ value: Node, to element: inout SourceElement) {
        var parts: [SourceElement] = []
        switch name {
        case "attributes":
            each(value, name, nil) { reader, name, value, place in
                parts.append(reader.attribute(name, value, place))
            }
        case "elements":
            each(value, name, nil) { reader, name, value, place in
                var child = SourceElement("element", place)
                child.attributes = [SourceAttribute("name", name, place)]
                if !reader.isNull(value) {
                    reader.each(value, "an element", Self.ofElement) { reader, part, value, _ in
                        reader.addPart(part, value, to: &child)
                    }
                }
                parts.append(child)
            }
        case "collection": parts.append(collection(value))
        default: element.attributes += flag("allowUnrecognizedAttributes", value)
        }
        element.children += parts
    }

    private mutating func collection(_ node: Node) -> SourceElement {
        var collection = SourceElement("collection", place(node))
        var directions = ["add": "add", "remove": "remove", "clear": "clear"]
        let keys = ["add", "remove", "clear", "before", "duplicates"] + Self.ofElement
        each(node, "a collection", keys) { reader, name, value, place in
            switch name {
            case "add":
                let names = (reader.sequence(value) ?? [value]).compactMap { reader.value(of: name, $0) }
                directions[name] = names.joined(separator: ",")
            case "remove", "clear":
                guard let text = reader.value(of: name, value) else { return }
                directions[name] = text == "false" ? nil : text
            case "before":
                collection.attributes += reader.flag("mergeAppend", value).map {
                    SourceAttribute($0.name, $0.value == "true" ? "false" : "true", $0.place)
                }
            case "duplicates": collection.attributes += reader.flag("allowDuplicates", value)
            default: reader.addPart(name, value, to: &collection)
            }
        }
        for (name, element) in directions.sorted(by: { $0.key < $1.key }) {
            collection.attributes.append(SourceAttribute("\(name)Element", element, collection.place))
        }
        return collection
    }

    // MARK: Attributes

    private static let ofAttribute = [
        "type", "default", "required", "key", "values", "range", "nonEmpty", "trimmed", "caseSensitive", "expanded",
    ]

    /// An attribute: the name of its type, or a mapping.
    private mutating func attribute(_ name: String, _ node: Node, _ place: ConfigurationPlace) -> SourceElement {
        var attribute = SourceElement("attribute", place)
        attribute.attributes = [SourceAttribute("name", name, place)]
        var type = SourceAttribute("type", "string", place)
        var range: (ends: [String], place: ConfigurationPlace)?
        var values: Node?
        if let text = text(node) {
            type = SourceAttribute("type", isNull(node) ? "string" : text, self.place(node))
        } else {
            if case .mapping(let mapping) = node, mapping.contains(where: { self.text($0.key) == "values" }) {
                type.value = "enum"
            }
            each(node, "an attribute", Self.ofAttribute) { reader, name, value, place in
                switch name {
                case "type":
                    if let text = reader.value(of: name, value) { type = SourceAttribute(name, text, place) }
                case "default":
                    let names = reader.sequence(value)?.compactMap { reader.text($0) }.joined(separator: ",")
                    guard let text = names ?? reader.value(of: name, value) else { return }
                    attribute.attributes.append(SourceAttribute("defaultValue", text, place))
                case "key": attribute.attributes += reader.flag("isUniqueKey", value)
                case "required", "caseSensitive", "expanded": attribute.attributes += reader.flag(name, value)
                case "nonEmpty", "trimmed":
                    guard reader.flag(name, value).first?.value == "true" else { return }
                    let rule = name == "trimmed" ? "requireTrimmedString" : "nonEmptyString"
                    attribute.attributes.append(SourceAttribute("validationType", rule, place))
                case "range": range = reader.range(value).map { ($0, place) }
                default: values = value
                }
            }
        }
        attribute.attributes.append(type)
        if let range {
            let isTime = type.value == "timeSpan"
            let ends = range.ends.map { isTime ? Self.seconds($0) : Self.number($0) }.joined(separator: ",")
            attribute.attributes.append(
                SourceAttribute("validationType", isTime ? "timeSpanRange" : "integerRange", range.place))
            attribute.attributes.append(SourceAttribute("validationParameter", ends, range.place))
        }
        if let values { attribute.children = self.values(values, isFlags: type.value == "flags") }
        return attribute
    }

    /// `[FIRST, LAST]`.
    private mutating func range(_ node: Node) -> [String]? {
        let ends = (sequence(node) ?? []).compactMap { text($0) }
        if ends.count == 2 { return ends }
        mistake(place(node), "range takes a list of two, the smallest value and the largest, such as [1, 100]")
        return nil
    }

    /// A length of time in seconds, as the rules of IIS have it. What is none is left for the reader of schemas to tell.
    private static func seconds(_ text: String) -> String {
        TimeSpan.units(text).map { "\($0 / TimeSpan.unitsPerSecond)" } ?? text
    }

    private static func number(_ text: String) -> String {
        AttributeType.int64.value(of: text)?.number.map { "\($0)" } ?? text
    }

    /// Names in a list, which get numbers in order, or names with their numbers.
    private mutating func values(_ node: Node, isFlags: Bool) -> [SourceElement] {
        func value(_ name: String, _ number: String, _ place: ConfigurationPlace) -> SourceElement {
            var value = SourceElement(isFlags ? "flag" : "enum", place)
            value.attributes = [SourceAttribute("name", name, place), SourceAttribute("value", number, place)]
            return value
        }
        var values: [SourceElement] = []
        guard let names = sequence(node) else {
            each(node, "values", nil) { reader, name, number, place in
                if let number = reader.value(of: name, number) { values.append(value(name, number, place)) }
            }
            return values
        }
        // What is more than 62 flags is told by the reader of schemas, as numbers that are none.
        for (index, item) in names.enumerated() {
            guard let name = self.value(of: "values", item) else { continue }
            values.append(value(name, isFlags ? "\(index < 63 ? Int64(1) << index : -1)" : "\(index)", place(item)))
        }
        return values
    }

    // MARK: Nodes

    /// Goes through the keys of a mapping; `known` are those that there are, nil for any.
    private mutating func each(
        _ node: Node, _ what: String, _ known: [String]?,
        _ body: (inout YAMLReader, String, Node, ConfigurationPlace) -> Void
    ) {
        guard case .mapping(let mapping) = node else {
            let with = known.map { ", with the keys \($0.joined(separator: ", "))" } ?? " by their names"
            return mistake(place(node), "\(what) takes a mapping\(with)")
        }
        for (key, value) in mapping where spend() {
            guard let name = keyText(key) else { continue }
            if let known, !known.contains(name) {
                mistake(place(key), "\(what) has no key \"\(name)\"\(NearestName.remedy(name, among: known))")
            } else {
                body(&self, name, value, place(key))
            }
        }
    }

    private func sequence(_ node: Node) -> [Node]? { if case .sequence(let items) = node { Array(items) } else { nil } }

    /// The attribute that a key with true or false stands for.
    private mutating func flag(_ name: String, _ node: Node) -> [SourceAttribute] {
        guard let text = text(node)?.lowercased(), ["true", "false"].contains(text) else {
            mistake(place(node), "this takes true or false")
            return []
        }
        return [SourceAttribute(name, text, place(node))]
    }
}
