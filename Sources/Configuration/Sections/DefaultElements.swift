// What default elements such as `siteDefaults` say holds for each item that does not say otherwise.

extension ElementSchema {
    /// Whether a collection in it has an element with what its items have that do not say otherwise.
    var hasDefaultElements: Bool {
        if let collection, collection.defaultsName != nil || collection.items.contains(where: \.hasDefaultElements) {
            return true
        }
        return children.contains(where: \.hasDefaultElements)
    }
}

extension ConfigurationElement {
    /// Fills the items within from the default elements around them, the innermost first: what an application says of its virtual
    /// directories comes before what its site says, and that before what is said of all sites.
    mutating func applyDefaultElements(around: [ConfigurationElement] = []) {
        var within = items
        var elements = children
        items = []
        children = [:]
        // Only what they say is looked at, so the items can stay out of it.
        var above = around
        var own = self
        own.children = elements
        above.append(own)
        if let name = schema.collection?.defaultsName {
            for defaults in above.reversed().compactMap({ $0.children[name] }) {
                for index in within.indices { within[index].fill(from: defaults) }
            }
        }
        for index in within.indices where within[index].schema.hasDefaultElements {
            within[index].applyDefaultElements(around: above)
        }
        for (name, element) in elements where element.schema.hasDefaultElements {
            var element = element
            element.applyDefaultElements(around: above)
            elements[name] = element
        }
        items = within
        children = elements
    }

    /// Takes over what this element does not say: values, elements within, and items if it has none of its own and did not take
    /// them all away.
    private mutating func fill(from defaults: ConfigurationElement) {
        for (name, value) in defaults.values where values[name] == nil {
            // What tells one from another is each one's own.
            guard let attribute = schema.attribute(name), !attribute.isKey, name != "id" else { continue }
            values[name] = value
        }
        for (name, child) in defaults.children {
            guard let schema = schema.child(name) else { continue }
            var within = children[name] ?? ConfigurationElement(schema)
            within.place = within.place ?? child.place
            within.fill(from: child)
            children[name] = within
        }
        guard items.isEmpty, !isCleared, schema.collection != nil else { return }
        items = defaults.items
        keys = defaults.keys
    }
}
