import Yams

/// Reads a file in YAML into the elements that it stands for, with the schema of each section telling what is what.
///
/// A mapping is an element: a key with a scalar is an attribute, one with a mapping an element within, one with a list the
/// items of a collection. Documentation/configuration.md has the rule with examples.
struct YAMLReader {
    let file: String
    private(set) var mistakes: [ConfigurationMistake] = []
    /// Nodes that may still be read: aliases can make a small file endless.
    private var budget = 1_000_000

    init(file: String) { self.file = file }

    /// The one document of a file; nil if it cannot be read at all.
    mutating func document(_ text: ConfigurationText) -> Node? {
        do {
            var documents = try Yams.compose_all(yaml: String(decoding: text.bytes, as: UTF8.self))
            let first = documents.next()
            // Once it has failed the parser must not be asked again.
            if let error = documents.error { throw error }
            if let second = documents.next() {
                mistake(place(second), "the file holds a second document; put all into the first")
            }
            if let error = documents.error { throw error }
            if first == nil {
                mistake(text.place(0), "the file is empty; it needs at least one key, such as \"listen\"")
            }
            return first
        } catch {
            mistakes.append(Self.mistake(error, file))
            return nil
        }
    }

    private static func mistake(_ error: any Error, _ file: String) -> ConfigurationMistake {
        switch error {
        case YamlError.scanner(let context, let problem, let mark, _),
            YamlError.parser(let context, let problem, let mark, _),
            YamlError.composer(let context, let problem, let mark, _):
            let around = context.map { " (\($0.text))" } ?? ""
            return ConfigurationMistake(
                ConfigurationPlace(file: file, line: mark.line, column: mark.column),
                "the YAML cannot be read: \(problem)\(around)")
        case YamlError.duplicatedKeysInMapping(let duplicates, let context):
            let key = duplicates.first?.description ?? "a key"
            return ConfigurationMistake(
                ConfigurationPlace(file: file, line: context.mark.line, column: context.mark.column),
                "\"\(key)\" is here twice; put the two together")
        default:
            return ConfigurationMistake(ConfigurationPlace(file: file), "the YAML cannot be read: \(error)")
        }
    }

    // MARK: Elements

    /// The element `name` that a node stands for.
    mutating func element(
        _ name: String, _ node: Node, _ schema: ElementSchema, at place: ConfigurationPlace
    ) -> SourceElement {
        var element = SourceElement(name, place)
        switch node {
        case .mapping(let mapping):
            for (key, value) in mapping { fill(&element, key, value, schema) }
            // What is written in any order takes away first what is inherited, and then adds.
            if let collection = schema.collection { element.sortDirections(collection) }
        case .sequence(let sequence):
            guard let collection = schema.collection else {
                mistake(self.place(node), "\(name) takes a mapping, not a list")
                break
            }
            for item in sequence where budget > 0 { addItem(item, collection, to: &element) }
        case .scalar:
            // Nothing behind the colon: the element with what the schema says.
            if !isNull(node) {
                mistake(
                    self.place(node),
                    "\(name) takes a \(schema.collection == nil ? "mapping" : "list"), not \"\(text(node) ?? "")\"")
            }
        case .alias: break
        }
        return element
    }

    /// Puts what a key of a mapping says into an element.
    mutating func fill(_ element: inout SourceElement, _ key: Node, _ value: Node, _ schema: ElementSchema) {
        guard spend(), let name = keyText(key) else { return }
        let place = place(key)
        if let attribute = schema.attribute(name) {
            if let text = attributeText(value, attribute.type, name) {
                element.attributes.append(SourceAttribute(name, text, place))
            }
        } else if let child = schema.child(name) {
            element.children.append(self.element(name, value, child, at: place))
        } else if let collection = schema.collection, direct(name, value, collection, &element, place) {
            return
        } else if ElementLocks.names.contains(name) || schema.allowsOtherAttributes, let text = text(value) {
            element.attributes.append(SourceAttribute(name, text, place))
        } else {
            mistake(place, "\(element.name) has no key \"\(name)\"\(NearestName.remedy(name, among: keys(schema)))")
        }
    }

    private func keys(_ schema: ElementSchema) -> [String] {
        var keys = schema.attributes.map(\.name) + schema.children.map(\.name)
        if let collection = schema.collection {
            keys += collection.addNames + [collection.removeName, collection.clearName].compactMap { $0 }
        }
        return keys
    }

    private mutating func attributeText(_ node: Node, _ type: AttributeType, _ name: String) -> String? {
        if case .flags = type, case .sequence(let names) = node {
            let texts = names.compactMap { text($0) }
            if texts.count == names.count { return texts.joined(separator: ",") }
        } else if let text = text(node), !isNull(node) {
            return text
        }
        mistake(place(node), "\(name) takes \(type.expectation)")
        return nil
    }

    /// The text of a value; a mistake if it is none.
    mutating func value(of name: String, _ node: Node) -> String? {
        if let text = text(node), !isNull(node) { return text }
        mistake(place(node), "\(name) takes a value, not \(isNull(node) ? "nothing" : "a mapping or a list")")
        return nil
    }

    /// The text of a key; a mistake if it is none.
    mutating func keyText(_ node: Node) -> String? {
        if let text = text(node) { return text }
        mistake(place(node), "a key is text, not a mapping or a list")
        return nil
    }

    // MARK: Collections

    /// `add`, `remove` and `clear` by their names. False if `name` is none of them.
    private mutating func direct(
        _ name: String, _ value: Node, _ collection: CollectionSchema, _ element: inout SourceElement,
        _ place: ConfigurationPlace
    ) -> Bool {
        if collection.addNames.contains(name) {
            for item in list(value) where budget > 0 { addItem(item, collection, as: name, to: &element) }
        } else if name == collection.removeName {
            let schema = collection.items.first ?? ElementSchema(name: name)
            for item in list(value) where budget > 0 { element.children.append(self.item(name, item, schema)) }
        } else if name == collection.clearName {
            if text(value)?.lowercased() == "true" {
                element.children.append(SourceElement(name, place))
            } else {
                mistake(self.place(value), "\(name) takes true")
            }
        } else {
            return false
        }
        return true
    }

    private func list(_ node: Node) -> [Node] {
        if case .sequence(let sequence) = node { Array(sequence) } else { [node] }
    }

    private mutating func addItem(_ node: Node, _ collection: CollectionSchema, to element: inout SourceElement) {
        // Where items have several names, the one of a mapping with one key says which.
        if collection.addNames.count > 1, case .mapping(let mapping) = node, mapping.count == 1,
            let first = mapping.first,
            let name = text(first.key), collection.addNames.contains(name)
        {
            return addItem(first.value, collection, as: name, to: &element)
        }
        addItem(node, collection, as: collection.addNames[0], to: &element)
    }

    private mutating func addItem(
        _ node: Node, _ collection: CollectionSchema, as name: String, to element: inout SourceElement
    ) {
        guard let schema = collection.item(name) else { return }
        element.children.append(item(name, node, schema))
    }

    /// An item: a mapping, or the text of its one key.
    mutating func item(_ name: String, _ node: Node, _ schema: ElementSchema) -> SourceElement {
        guard spend() else { return SourceElement(name, place(node)) }
        guard let text = text(node), !isNull(node) else { return element(name, node, schema, at: place(node)) }
        var item = SourceElement(name, place(node))
        guard let key = schema.simpleKey else {
            mistake(place(node), "an item of this list takes a mapping, not \"\(text)\"")
            return item
        }
        item.attributes = [SourceAttribute(key, text, place(node))]
        return item
    }

    // MARK: Nodes

    func place(_ node: Node) -> ConfigurationPlace {
        ConfigurationPlace(file: file, line: node.mark?.line ?? 0, column: node.mark?.column ?? 0)
    }

    /// The text of a scalar as it was written, whatever YAML would take it for.
    func text(_ node: Node) -> String? { if case .scalar(let scalar) = node { scalar.string } else { nil } }

    func isNull(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain || scalar.style == .any else { return false }
        return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    }

    /// Counts one more value. False if there have been too many.
    mutating func spend() -> Bool {
        budget -= 1
        if budget == 0 {
            mistake(
                ConfigurationPlace(file: file, line: 1, column: 1),
                "the file comes to more than a million values; use fewer aliases")
        }
        return budget > 0
    }

    mutating func mistake(_ place: ConfigurationPlace, _ text: String, alike: String? = nil) {
        mistakes.append(ConfigurationMistake(place, text, alike: alike))
        // Nobody reads more, and aliases can repeat one for ever.
        if mistakes.count == Self.mostMistakes { budget = 0 }
    }

    private static let mostMistakes = 10_000
}

extension SourceElement {
    /// Puts what takes all away first, then what takes one away.
    fileprivate mutating func sortDirections(_ collection: CollectionSchema) {
        func rank(_ name: String) -> Int { name == collection.clearName ? 0 : name == collection.removeName ? 1 : 2 }
        children = (0...2).flatMap { wanted in children.filter { rank($0.name) == wanted } }
    }
}
