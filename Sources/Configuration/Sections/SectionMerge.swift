/// Puts a section together out of what the places say of it, the highest first.
struct SectionMerge {
    private(set) var root: ConfigurationElement
    private(set) var mistakes: [ConfigurationMistake] = []
    private let schema: SectionSchema
    private(set) var ignoresLocks = false
    private let variables: EnvironmentVariables
    /// What `%NAME%` means in what is being added.
    private var expansion = Expansion.server
    private enum Expansion { case server, folder, commandLine }
    /// A number for each place that has been added.
    private(set) var layer = -1

    init(_ schema: SectionSchema, _ variables: EnvironmentVariables = .none) {
        self.schema = schema
        self.variables = variables
        root = ConfigurationElement(schema.root)
    }

    /// Adds what has the last word, whatever is locked.
    mutating func addOverride(_ source: SourceElement) {
        ignoresLocks = true
        expansion = .commandLine
        addLayer(source)
        ignoresLocks = false
    }

    /// Adds what one place says; in the server's file, or in that of a folder.
    mutating func add(_ source: SourceElement, isOfServer: Bool = true) {
        expansion = isOfServer ? .server : .folder
        addLayer(source)
    }

    private mutating func addLayer(_ source: SourceElement) {
        layer += 1
        // Taken out for the time, so that nothing of it is copied.
        var element = root
        root = ConfigurationElement(schema.root)
        merge(source, into: &element)
        root = element
    }

    /// A place says something of the section that it may not.
    mutating func refuse(_ mistake: ConfigurationMistake) { mistakes.append(mistake) }

    /// Looks whether what has to be there is there, and fills items from default elements, when all places have been added.
    mutating func finish() {
        if root.place != nil { requireChildren(root) }
        if schema.root.hasDefaultElements { root.applyDefaultElements() }
    }

    mutating func merge(_ source: SourceElement, into element: inout ConfigurationElement, isItem: Bool = false) {
        // What this place locks is locked for those below it.
        let locks = ignoresLocks ? ElementLocks() : element.locks
        element.place = source.place
        if source.hasText { mistake(source.place, source.textMistake) }
        for attribute in source.attributes { set(attribute, of: &element, locks, isItem: isItem) }
        for child in source.children {
            if let locker = locks.locker(ofElement: child.name) {
                mistake(child.place, "\(child.place.element(child.name)) is locked here by \(locker)")
            } else if let schema = element.schema.child(child.name) {
                var within = element.children[child.name] ?? ConfigurationElement(schema)
                merge(child, into: &within)
                element.children[child.name] = within
            } else if let collection = element.schema.collection {
                direct(child, collection, &element)
            } else {
                mistake(child.place, unknownElement(child, in: element.schema))
            }
        }
    }

    // MARK: Attributes

    mutating func set(
        _ source: SourceAttribute, of element: inout ConfigurationElement, _ locks: ElementLocks, isItem: Bool
    ) {
        if ElementLocks.names.contains(source.name) {
            guard isItem || source.name != "lockItem" else {
                let name = source.place.element(element.name)
                return mistake(
                    source.place,
                    "lockItem is for an item of a list, which \(name) is not; write lockAttributes and lockElements, each with *"
                )
            }
            if !element.locks.add(source) {
                mistake(source.place, "\(source.name) takes true or false, not \"\(source.value)\"")
            }
            return checkLocked(source, element.schema)
        }
        guard !source.value.utf8.contains(0) else {
            return mistake(source.place, "\(source.name) has a zero in it, which no text has; take it out")
        }
        guard let attribute = element.schema.attribute(source.name) ?? other(source.name, in: element.schema) else {
            let isLock = ElementLocks.names.contains { $0.lowercased() == source.name.lowercased() }
            let known = isLock ? Array(ElementLocks.names) : element.schema.attributes.map(\.name)
            let place = source.place
            return mistake(
                place,
                "\(place.element(element.name)) has no \(place.attribute) \"\(source.name)\""
                    + NearestName.remedy(source.name, among: known))
        }
        if let locker = locks.locker(ofAttribute: source.name) {
            return mistake(source.place, "\(source.name) is locked here by \(locker)")
        }
        if source.value.hasPrefix(EncryptedPasswords.prefix) {
            guard !EncryptedPasswords.arePassedOver(source.name, in: schema.name) else { return }
            return mistake(
                source.place, "the encrypted value of \(source.name) cannot be read here; write it in the clear")
        }
        guard let text = expanded(source, attribute) else { return }
        guard let value = attribute.value(of: text) else {
            return mistake(
                source.place,
                "\(source.name) takes \(attribute.type.expectation), not \"\(text)\"\(attribute.type.remedy(text))")
        }
        if !attribute.isInfinite(text), let reason = attribute.rule?.objection(to: value, of: source.name, text: text) {
            return mistake(source.place, reason)
        }
        element.values[source.name] = PlacedValue(value: value, place: source.place)
    }

    /// The text of a value, variables replaced where they are to be; nil if it may not have any.
    private mutating func expanded(_ source: SourceAttribute, _ attribute: AttributeSchema) -> String? {
        guard attribute.isExpanded, let variable = EnvironmentVariables.first(in: source.value[...]) else {
            return source.value
        }
        switch expansion {
        case .server: return variables.expanded(source.value)
        case .commandLine: return source.value
        case .folder:
            mistake(
                source.place,
                "\(source.name) names the variable %\(variable.name)%, which only the server's file may do; write what it stands for"
            )
            return nil
        }
    }

    /// What is locked has to be there, or nothing is.
    private mutating func checkLocked(_ source: SourceAttribute, _ schema: ElementSchema) {
        guard source.name != "lockItem" else { return }
        let isOfAttributes = source.name.contains("Attributes")
        let known = isOfAttributes ? schema.attributes.map(\.name) : elements(of: schema)
        for name in ElementLocks.list(source.value)
        where name != "*" && !known.contains(name) && !schema.allowsOtherAttributes {
            let kind = isOfAttributes ? source.place.attribute : "element"
            mistake(
                source.place,
                "\(source.name) names the \(kind) \"\(name)\", which is not there\(NearestName.remedy(name, among: known))"
            )
        }
    }

    private func other(_ name: String, in schema: ElementSchema) -> AttributeSchema? {
        // One that only its case tells from what the schema has, or from a lock, is meant to be that.
        let known = schema.attributes.map(\.name) + ElementLocks.names
        guard schema.allowsOtherAttributes, !known.contains(where: { $0.lowercased() == name.lowercased() }) else {
            return nil
        }
        return AttributeSchema(name: name, type: .string)
    }

    // MARK: The whole

    func lacking(_ name: String, _ source: SourceElement) -> String {
        // An item of a list in YAML has no name of its own.
        guard !source.place.isYAML else { return "this lacks the key \"\(name)\"" }
        return "<\(source.name)> lacks the attribute \"\(name)\""
    }

    private mutating func requireChildren(_ element: ConfigurationElement) {
        for attribute in element.schema.attributes where attribute.isRequired && element.values[attribute.name] == nil {
            guard let place = element.place, !element.schema.attributes.contains(where: \.isKey) else { continue }
            mistake(place, lacking(attribute.name, SourceElement(element.name, place)))
        }
        for child in element.children.values.sorted(by: { $0.name < $1.name }) { requireChildren(child) }
    }

    /// The elements that may stand in one: its own, and what adds items and takes them away.
    private func elements(of schema: ElementSchema) -> [String] {
        var names = schema.children.map(\.name)
        if let collection = schema.collection {
            names += collection.items.map(\.name) + [collection.removeName, collection.clearName].compactMap { $0 }
        }
        return names
    }

    func unknownElement(_ source: SourceElement, in schema: ElementSchema) -> String {
        let (name, place) = (source.name, source.place)
        let known = elements(of: schema)
        guard !known.isEmpty else {
            return "\(place.element(schema.name)) has no elements within, such as \(place.element(name))"
        }
        return "\(place.element(schema.name)) has no element \(place.element(name))"
            + NearestName.remedy(name, among: known)
    }

    mutating func mistake(_ place: ConfigurationPlace, _ text: String) {
        mistakes.append(ConfigurationMistake(place, text))
    }
}
