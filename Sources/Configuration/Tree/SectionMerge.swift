/// Puts a section together out of what the places say of it, the highest first.
struct SectionMerge {
    private(set) var root: ConfigurationElement
    private(set) var mistakes: [ConfigurationMistake] = []
    private let schema: SectionSchema
    private var ignoresLocks = false
    /// A number for each place that has been added.
    private var layer = -1

    init(_ schema: SectionSchema) {
        self.schema = schema
        root = ConfigurationElement(schema.root)
    }

    /// Adds what has the last word, whatever is locked.
    mutating func addOverride(_ source: SourceElement) {
        ignoresLocks = true
        add(source)
        ignoresLocks = false
    }

    /// Adds what one place says.
    mutating func add(_ source: SourceElement) {
        layer += 1
        // Taken out for the time, so that nothing of it is copied.
        var element = root
        root = ConfigurationElement(schema.root)
        merge(source, into: &element)
        root = element
    }

    /// A place says something of the section that it may not.
    mutating func refuse(_ mistake: ConfigurationMistake) { mistakes.append(mistake) }

    /// Looks whether what has to be there is there, when all places have been added.
    mutating func finish() {
        if root.place != nil { requireChildren(root) }
    }

    private mutating func merge(_ source: SourceElement, into element: inout ConfigurationElement) {
        // What this place locks is locked for those below it.
        let locks = ignoresLocks ? ElementLocks() : element.locks
        element.place = source.place
        for attribute in source.attributes { set(attribute, of: &element, locks) }
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

    private mutating func set(_ source: SourceAttribute, of element: inout ConfigurationElement, _ locks: ElementLocks)
    {
        if ElementLocks.names.contains(source.name) {
            if !element.locks.add(source) {
                mistake(source.place, "\(source.name) takes true or false, not \"\(source.value)\"")
            }
            return checkLocked(source, element.schema)
        }
        guard !source.value.contains("\0") else {
            return mistake(source.place, "\(source.name) has a zero in it, which no text has; take it out")
        }
        guard let attribute = element.schema.attribute(source.name) ?? other(source.name, in: element.schema) else {
            let known = element.schema.attributes.map(\.name)
            let place = source.place
            return mistake(
                place,
                "\(place.element(element.name)) has no \(place.attribute) \"\(source.name)\""
                    + NearestName.remedy(source.name, among: known))
        }
        if let locker = locks.locker(ofAttribute: source.name) {
            return mistake(source.place, "\(source.name) is locked here by \(locker)")
        }
        if source.value.hasPrefix("[enc:") {
            return mistake(
                source.place, "the encrypted value of \(source.name) cannot be read here; write it in the clear")
        }
        guard let value = attribute.value(of: source.value) else {
            return mistake(
                source.place,
                "\(source.name) takes \(attribute.type.expectation), not \"\(source.value)\"\(attribute.type.remedy(source.value))"
            )
        }
        if !attribute.isInfinite(source.value),
            let reason = attribute.rule?.objection(to: value, of: source.name, text: source.value)
        {
            return mistake(source.place, reason)
        }
        element.values[source.name] = PlacedValue(value: value, place: source.place)
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
        schema.allowsOtherAttributes ? AttributeSchema(name: name, type: .string) : nil
    }

    // MARK: Collections

    private mutating func direct(
        _ source: SourceElement, _ collection: CollectionSchema, _ element: inout ConfigurationElement
    ) {
        if let schema = collection.item(source.name) {
            addItem(source, schema, collection, &element)
        } else if source.name == collection.removeName {
            removeItem(source, collection, &element)
        } else if source.name == collection.clearName {
            if !ignoresLocks, let locked = element.items.first(where: { $0.locks.item != nil }),
                let locker = locked.locks.item
            {
                let item = describe(locked, in: source.place)
                return mistake(
                    source.place,
                    "\(source.place.element(source.name)) would take away \(item), which is locked by \(locker)")
            }
            element.items = []
            element.keys = [:]
            element.front = (0, layer)
        } else {
            mistake(source.place, unknownElement(source, in: element.schema))
        }
    }

    private mutating func addItem(
        _ source: SourceElement, _ schema: ElementSchema, _ collection: CollectionSchema,
        _ element: inout ConfigurationElement
    ) {
        var item = ConfigurationElement(schema)
        let before = mistakes.count
        merge(source, into: &item)
        for attribute in schema.attributes where attribute.isRequired && item.values[attribute.name] == nil {
            // A value that is there but wrong has been told already.
            guard source.attribute(attribute.name) == nil else { continue }
            mistake(source.place, lacking(attribute.name, source))
        }
        guard mistakes.count == before else { return }
        let key = item.key
        if !collection.allowsDuplicates, !key.isEmpty, let place = element.keys[key] {
            let remedy = collection.removeName.map { ", or have \(source.place.element($0)) take the other away" } ?? ""
            return mistake(
                source.place,
                "\(describe(item, in: source.place)) is there already, from \(place); take one out\(remedy)")
        }
        if !key.isEmpty { element.keys[key] = source.place }
        guard !collection.appends else { return element.items.append(item) }
        if element.front.layer != layer { element.front = (0, layer) }
        element.items.insert(item, at: element.front.count)
        element.front.count += 1
    }

    private mutating func removeItem(
        _ source: SourceElement, _ collection: CollectionSchema, _ element: inout ConfigurationElement
    ) {
        guard let schema = collection.items.first(where: { !$0.keys.isEmpty }) else { return }
        var wanted = ConfigurationElement(schema)
        let before = mistakes.count
        for attribute in source.attributes { set(attribute, of: &wanted, ElementLocks()) }
        for key in schema.keys where source.attribute(key.name) == nil && key.isRequired {
            mistake(source.place, lacking(key.name, source) + ", which says what to take away")
        }
        let key = wanted.key
        guard mistakes.count == before, element.keys[key] != nil,
            let index = element.items.firstIndex(where: { $0.key == key })
        else { return }
        if let locker = element.items[index].locks.item {
            let item = describe(element.items[index], in: source.place)
            return mistake(source.place, "\(item) is locked here by \(locker)")
        }
        element.items.remove(at: index)
        element.keys[key] = element.items.first { $0.key == key }?.place
        if index < element.front.count { element.front.count -= 1 }
    }

    /// `<add name="x">`, or `{name: x}` in YAML.
    private func describe(_ item: ConfigurationElement, in place: ConfigurationPlace) -> String {
        let keys = item.schema.keys.compactMap { key in
            item.values[key.name].map { (key.name, key.type.text(of: $0.value)) }
        }
        guard !place.isYAML else { return "{\(keys.map { "\($0): \($1)" }.joined(separator: ", "))}" }
        return "<\(([item.name] + keys.map { "\($0)=\"\($1)\"" }).joined(separator: " "))>"
    }

    private func lacking(_ name: String, _ source: SourceElement) -> String {
        // An item of a list in YAML has no name of its own.
        guard !source.place.isYAML else { return "this lacks the key \"\(name)\"" }
        return "<\(source.name)> lacks the attribute \"\(name)\""
    }

    // MARK: The whole

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

    private func unknownElement(_ source: SourceElement, in schema: ElementSchema) -> String {
        let (name, place) = (source.name, source.place)
        let known = elements(of: schema)
        guard !known.isEmpty else {
            return "\(place.element(schema.name)) has no elements within, such as \(place.element(name))"
        }
        return "\(place.element(schema.name)) has no element \(place.element(name))"
            + NearestName.remedy(name, among: known)
    }

    private mutating func mistake(_ place: ConfigurationPlace, _ text: String) {
        mistakes.append(ConfigurationMistake(place, text))
    }
}

extension ValueRule {
    /// What is wrong with a value; nil if it keeps to the rule.
    func objection(to value: AttributeValue, of name: String, text: String) -> String? {
        switch self {
        case .range(let first, let last, let isExcluded):
            guard let number = value.number, (first...last).contains(number) == isExcluded else { return nil }
            return "\(name) takes a number \(isExcluded ? "outside" : "from") \(first) to \(last), not \(text)"
        case .seconds(let first, let last, let step, let isExcluded):
            guard let units = value.number else { return nil }
            let seconds = units / TimeSpan.unitsPerSecond
            if (first...last).contains(seconds) == isExcluded {
                let bounds = [first, last].map { TimeSpan.text($0 * TimeSpan.unitsPerSecond) }
                return
                    "\(name) takes a time \(isExcluded ? "outside" : "from") \(bounds[0]) to \(bounds[1]), not \(text)"
            }
            guard step > 0, units % (step * TimeSpan.unitsPerSecond) != 0 else { return nil }
            return "\(name) takes a multiple of \(TimeSpan.text(step * TimeSpan.unitsPerSecond)), not \(text)"
        case .nonEmpty:
            return value == .string("") ? "\(name) must not be empty" : nil
        case .trimmed:
            let isTrimmed = text.first?.isWhitespace != true && text.last?.isWhitespace != true
            return isTrimmed ? nil : "\(name) must not begin or end with white space"
        case .without(let characters):
            guard let found = text.first(where: characters.contains) else { return nil }
            return "\(name) must not contain \"\(found)\""
        }
    }
}
