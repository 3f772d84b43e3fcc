// Several schema files may describe one section: a later one adds to what is known, and cannot say otherwise.

/// What a schema says otherwise than one that is known: the thing and the difference, as parts of a sentence.
struct SchemaContradiction: Error {
    let thing: String
    let difference: String
}

extension ElementSchema {
    /// Takes in what another schema says of the same element.
    mutating func add(_ other: ElementSchema) throws(SchemaContradiction) {
        allowsOtherAttributes = allowsOtherAttributes || other.allowsOtherAttributes
        for attribute in other.attributes {
            if let known = self.attribute(attribute.name) {
                guard let difference = known.difference(to: attribute) else { continue }
                throw SchemaContradiction(
                    thing: "the attribute \"\(attribute.name)\" of \(name)", difference: difference)
            }
            attributes.append(attribute)
        }
        for child in other.children {
            if let index = children.firstIndex(where: { $0.name == child.name }) {
                try children[index].add(child)
            } else {
                children.append(child)
            }
        }
        guard let added = other.collection else { return }
        if collection == nil { collection = added } else { try collection?.add(added, of: name) }
    }
}

extension CollectionSchema {
    fileprivate mutating func add(_ other: CollectionSchema, of element: String) throws(SchemaContradiction) {
        func one(_ known: String?, _ added: String?, _ what: String) throws(SchemaContradiction) -> String? {
            guard let known, let added, known != added else { return known ?? added }
            throw SchemaContradiction(thing: "the collection of \(element)", difference: "another element \(what)")
        }
        removeName = try one(removeName, other.removeName, "that takes an item away")
        clearName = try one(clearName, other.clearName, "that takes all away")
        defaultsName = try one(defaultsName, other.defaultsName, "with what items have in common")
        // What is as it is when nothing is said may have been left out.
        if appends && !other.appends || !allowsDuplicates && other.allowsDuplicates {
            let difference = appends && !other.appends ? "another order" : "another rule about items that are alike"
            throw SchemaContradiction(thing: "the collection of \(element)", difference: difference)
        }
        for item in other.items {
            if let index = items.firstIndex(where: { $0.name == item.name }) {
                try items[index].add(item)
            } else {
                addNames.append(item.name)
                items.append(item)
            }
        }
    }
}

extension AttributeSchema {
    /// What another schema says otherwise of the same attribute; nil if nothing that matters.
    fileprivate func difference(to other: AttributeSchema) -> String? {
        if !type.isSame(as: other.type) { return "another type" }
        if defaultValue != other.defaultValue { return "another default" }
        return isKey == other.isKey ? nil : "another part in the key"
    }
}

extension AttributeType {
    /// Whether values of both types are the same, in whatever order their names stand.
    fileprivate func isSame(as other: AttributeType) -> Bool {
        switch (self, other) {
        case (.enumeration(let names), .enumeration(let others)), (.flags(let names), .flags(let others)):
            Set(names) == Set(others)
        default: self == other
        }
    }
}
