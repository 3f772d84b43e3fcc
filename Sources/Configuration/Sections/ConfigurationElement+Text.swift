// An element as a whole, in one text.
extension ConfigurationElement {
    /// All that is in force, as JSON in the shape of YAML: a list where the element only lists items, else an object with its
    /// attributes, the elements within, and items in an array of the name that adds them.
    package var json: String { jsonValue.text() }

    private var jsonValue: JSONText {
        if listsOnly { return .array(items.map(\.jsonValue)) }
        var members = attributes.compactMap { attribute in
            value(attribute.name).map { (attribute.name, attribute.type.json(of: $0)) }
        }
        members += schema.children.compactMap { child in self.child(child.name).map { (child.name, $0.jsonValue) } }
        for name in schema.collection?.addNames ?? [] {
            members.append((name, .array(items.filter { $0.name == name }.map(\.jsonValue))))
        }
        return .object(members)
    }

    /// Whether the element lists items of one name and has nothing else.
    package var listsOnly: Bool {
        attributes.isEmpty && schema.children.isEmpty && schema.collection?.addNames.count == 1
    }

    /// A text that is the same for two elements of one schema only if they have the same values from the same places.
    package var fingerprint: String {
        if let knownFingerprint { return knownFingerprint }
        var text = ""
        note(in: &text)
        return text
    }

    /// Makes the fingerprint now, for an element that does not change any more and is asked for it often.
    package mutating func keepFingerprint() { knownFingerprint = fingerprint }

    private func note(in text: inout String) {
        text += "\(name) \(place?.description ?? "")"
        for attribute in attributes {
            guard let set = values[attribute.name] else { continue }
            let value = attribute.type.text(of: set.value)
            // With its length, since the value may hold anything.
            text += "\n\(attribute.name)=\(value.utf8.count):\(value) \(set.place)"
        }
        for child in schema.children {
            guard let within = self.child(child.name), within.place != nil else { continue }
            text += "\n{"
            within.note(in: &text)
            text += "}"
        }
        for item in items {
            text += "\n["
            item.note(in: &text)
            text += "]"
        }
    }
}

extension AttributeType {
    fileprivate func json(of value: AttributeValue) -> JSONText {
        switch value {
        case .bool(let isTrue): .bool(isTrue)
        case .int(let number): .number(number)
        case .string, .enumeration, .flags, .timeSpan: .string(text(of: value))
        }
    }
}
