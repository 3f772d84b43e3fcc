// What a place says of the items of a collection: it adds some, takes some away, or all.
extension SectionMerge {
    /// Does what an element of a collection says.
    mutating func direct(
        _ source: SourceElement, _ collection: CollectionSchema, _ element: inout ConfigurationElement
    ) {
        if let schema = collection.item(source.name) {
            addItem(source, schema, collection, &element)
        } else if source.name == collection.removeName {
            removeItem(source, collection, &element)
        } else if source.name == collection.clearName {
            clear(source, &element)
        } else {
            mistake(source.place, unknownElement(source, in: element.schema))
        }
    }

    private mutating func clear(_ source: SourceElement, _ element: inout ConfigurationElement) {
        requireNothingWithin(source, keys: [])
        for item in element.items { if refuseLocked(item, to: source) { return } }
        element.items = []
        element.isCleared = true
        element.isReduced = true
        element.keys = KeyTable()
        element.front = (0, layer)
    }

    /// Whether an item may not be taken away since it is locked, or something in it is: who adds it again could say otherwise.
    private mutating func refuseLocked(_ item: ConfigurationElement, to source: SourceElement) -> Bool {
        guard !ignoresLocks else { return false }
        let direction = source.place.element(source.name)
        if let locker = item.locks.item {
            mistake(
                source.place,
                "\(direction) would take away \(describe(item, in: source.place)), which is locked by \(locker)")
            return true
        }
        guard let locker = item.anyLocker else { return false }
        mistake(
            source.place,
            "\(direction) would take away \(describe(item, in: source.place)), of which \(locker) locks something")
        return true
    }

    /// What takes something away says which, and no more.
    private mutating func requireNothingWithin(_ source: SourceElement, keys: [String]) {
        let direction = source.place.element(source.name)
        for attribute in source.attributes where !keys.contains(attribute.name) {
            let known = keys.isEmpty ? "takes nothing" : "takes \(keys.joined(separator: " and ")) only"
            mistake(attribute.place, "\(direction) \(known), not \"\(attribute.name)\"; take it out")
        }
        if source.hasText { mistake(source.place, source.textMistake) }
        for child in source.children {
            mistake(child.place, "\(direction) has no elements within, such as \(child.place.element(child.name))")
        }
    }

    private mutating func addItem(
        _ source: SourceElement, _ schema: ElementSchema, _ collection: CollectionSchema,
        _ element: inout ConfigurationElement
    ) {
        var item = ConfigurationElement(schema)
        let before = mistakes.count
        merge(source, into: &item, isItem: true)
        for attribute in schema.attributes where attribute.isRequired && item.values[attribute.name] == nil {
            // A value that is there but wrong has been told already.
            guard source.attribute(attribute.name) == nil else { continue }
            mistake(source.place, lacking(attribute.name, source))
        }
        guard mistakes.count == before else { return }
        item.keepKey()
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
        element.isReduced = true
        var wanted = ConfigurationElement(schema)
        let before = mistakes.count
        requireNothingWithin(source, keys: schema.keys.map(\.name))
        for attribute in source.attributes where schema.keys.contains(where: { $0.name == attribute.name }) {
            set(attribute, of: &wanted, ElementLocks(), isItem: false)
        }
        for key in schema.keys where source.attribute(key.name) == nil && key.isRequired {
            mistake(source.place, lacking(key.name, source) + ", which says what to take away")
        }
        let key = wanted.key
        guard mistakes.count == before, element.keys[key] != nil,
            let index = element.items.firstIndex(where: { $0.key == key })
        else { return }
        guard !refuseLocked(element.items[index], to: source) else { return }
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
}
