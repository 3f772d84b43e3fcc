// What those who read an element by names ask of it.
extension ConfigurationElement {
    /// The attributes that have a value: those of the schema in its order, then others in the order of their names.
    package var attributes: [AttributeSchema] {
        let others = values.keys.filter { schema.attribute($0) == nil }.sorted()
        return schema.attributes + others.map { AttributeSchema(name: $0, type: .string) }
    }

    /// The attribute of that name, if it has a value.
    package func attribute(_ name: String) -> AttributeSchema? {
        schema.attribute(name) ?? values[name].map { _ in AttributeSchema(name: name, type: .string) }
    }

    /// The first item whose key is `text`; where several attributes make the key together, the first of them.
    package func item(withKey text: String) -> ConfigurationElement? {
        items.first { item in
            guard let key = item.schema.keys.first, let value = item.value(key.name) else { return false }
            let name = key.type.text(of: value)
            return key.isCaseSensitive ? name == text : name.lowercased() == text.lowercased()
        }
    }

    /// Whether lower places may not say what an attribute is.
    package func isLocked(_ attribute: String) -> Bool { locks.locker(ofAttribute: attribute) != nil }

    /// Whether lower places may not touch this item of a collection.
    package var isLockedItem: Bool { locks.item != nil }
}
