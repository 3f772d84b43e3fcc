import Configuration

/// What a path in a section leads to: `realm`, `log/path`, `rules/0/path`, `rules[name=admin]/path`.
enum SelectedPart {
    case attribute(AttributeSchema, of: ConfigurationElement)
    case element(ConfigurationElement)

    /// Nil where it leads to nothing.
    init?(_ path: String, in section: ConfigurationElement) {
        var element = section
        var steps = Self.steps(path)[...]
        while let step = steps.popFirst() {
            switch step {
            case .item(let attribute, let value):
                guard let item = element.items.first(where: { Self.has($0, attribute, value) }) else { return nil }
                element = item
            case .name(let name):
                if let child = element.child(name) {
                    element = child
                } else if let attribute = element.attribute(name), steps.isEmpty {
                    self = .attribute(attribute, of: element)
                    return
                } else if let index = Int(name), element.items.indices.contains(index) {
                    element = element.items[index]
                } else {
                    return nil
                }
            }
        }
        self = .element(element)
    }

    private enum Step {
        case name(String)
        case item(attribute: String, value: String)
    }

    /// The names, and what is in brackets behind one; a slash in brackets is part of the value.
    private static func steps(_ path: String) -> [Step] {
        var steps: [Step] = []
        var rest = path[...]
        while !rest.isEmpty {
            if rest.first == "/" {
                rest.removeFirst()
            } else if rest.first == "[" {
                let inside = rest.dropFirst().prefix { $0 != "]" }
                rest = rest[inside.endIndex...].dropFirst()
                let attribute = inside.prefix { $0 != "=" }
                let value = inside[attribute.endIndex...].dropFirst()
                steps.append(.item(attribute: String(attribute), value: String(value)))
            } else {
                let name = rest.prefix { $0 != "/" && $0 != "[" }
                rest = rest[name.endIndex...]
                steps.append(.name(String(name)))
            }
        }
        return steps
    }

    private static func has(_ item: ConfigurationElement, _ name: String, _ text: String) -> Bool {
        guard let attribute = item.attribute(name), let value = item.value(name) else { return false }
        let known = attribute.type.text(of: value)
        return attribute.isKey && !attribute.isCaseSensitive ? known.lowercased() == text.lowercased() : known == text
    }

    /// The value of an attribute; nil for an element.
    var value: AttributeValue? {
        guard case .attribute(let attribute, let element) = self else { return nil }
        return element.value(attribute.name) ?? attribute.defaultValue
    }

    /// Where it was written last.
    var place: ConfigurationPlace {
        switch self {
        case .attribute(let attribute, let element): element.place(of: attribute.name)
        case .element(let element): element.place ?? .schema
        }
    }
}
