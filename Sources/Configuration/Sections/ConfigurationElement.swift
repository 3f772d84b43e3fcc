/// An element as it is in force at one place: what was set on the way there, and what the schema says of the rest.
package struct ConfigurationElement: Sendable {
    package let schema: ElementSchema
    /// Where it was written last; nil if nobody wrote it.
    package internal(set) var place: ConfigurationPlace?
    /// What was set, here or for all such items; see `value(_:)` for what is in force.
    package internal(set) var values: [String: PlacedValue] = [:]
    package internal(set) var items: ItemList = []
    /// Whether it was said that it has no items but those that were added after that.
    package internal(set) var isCleared = false
    /// The fingerprint, once it has been made for good.
    var knownFingerprint: String?
    /// The key, once it has been made for good.
    private var knownKey: [String]?
    /// Whether anything was said to take items away.
    var isReduced = false
    var children: [String: ConfigurationElement] = [:]
    /// The keys of the items, and where each was written.
    var keys = KeyTable()
    var locks = ElementLocks()
    /// How many items the file that is being read has put before those of higher places, and which layer that is.
    var front = (count: 0, layer: -1)

    package init(_ schema: ElementSchema) { self.schema = schema }

    package var name: String { schema.name }

    /// The value in force; nil if the schema has no such attribute, and nobody set one where any is allowed.
    package func value(_ name: String) -> AttributeValue? {
        if let set = values[name] { return set.value }
        guard let attribute = schema.attribute(name) else { return nil }
        return attribute.defaultValue
    }

    /// Where the value in force was set.
    package func place(of name: String) -> ConfigurationPlace { values[name]?.place ?? .schema }

    /// The element within; with what the schema says if nobody wrote it. Nil if the schema has none.
    package func child(_ name: String) -> ConfigurationElement? {
        children[name] ?? schema.child(name).map { ConfigurationElement($0) }
    }

    package func bool(_ name: String) -> Bool { if case .bool(let value)? = value(name) { value } else { false } }
    package func int(_ name: String) -> Int64 { value(name)?.number ?? 0 }
    package func string(_ name: String) -> String { if case .string(let value)? = value(name) { value } else { "" } }

    /// Someone who has locked anything of this element or within it; nil if all is free.
    var anyLocker: ConfigurationPlace? {
        if let locker = locks.any { return locker }
        if children.isEmpty, items.isEmpty { return nil }
        let within = Array(children.values) + items
        return within.compactMap(\.anyLocker).min { $0.isBefore($1) }
    }

    /// What tells this item from others of its collection: the values of its keys.
    var key: [String] { knownKey ?? madeKey }

    /// Makes the key now, of an item whose keys do not change any more: it is compared to many.
    mutating func keepKey() { knownKey = madeKey }

    private var madeKey: [String] {
        schema.keys.map { attribute in
            let text = value(attribute.name).map { attribute.type.text(of: $0) } ?? ""
            return attribute.isCaseSensitive ? text : text.lowercased()
        }
    }
}

/// A value, and where it was set.
package struct PlacedValue: Sendable, Hashable {
    package let value: AttributeValue
    package let place: ConfigurationPlace
}

extension AttributeSchema {
    /// What is in force where nobody sets it.
    package var defaultValue: AttributeValue { defaultText.flatMap { value(of: $0) } ?? type.zero }
}

extension AttributeValue {
    /// The whole seconds of a length of time; nil for other values.
    package var seconds: Int64? { if case .timeSpan(let units) = self { units / TimeSpan.unitsPerSecond } else { nil } }

    /// The number of a value that is one: of a whole number, an enumeration, flags, or units of time.
    package var number: Int64? {
        switch self {
        case .int(let number), .enumeration(let number), .flags(let number), .timeSpan(let number): number
        case .bool, .string: nil
        }
    }
}
