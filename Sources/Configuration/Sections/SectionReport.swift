/// A section as it is in force, in lines for a person: each value with the place that set it.
package struct SectionReport {
    package private(set) var lines: [String] = []
    private static let valueWidth = 56

    package init(_ name: String, _ section: ConfigurationElement) {
        lines.append(name)
        add(section, depth: 1)
    }

    private mutating func add(_ element: ConfigurationElement, depth: Int) {
        let indent = String(repeating: "  ", count: depth)
        for attribute in element.schema.attributes { add(attribute.name, attribute.type, of: element, indent) }
        for name in element.values.keys.sorted() where element.schema.attribute(name) == nil {
            add(name, .string, of: element, indent)
        }
        for child in element.schema.children {
            guard let within = element.child(child.name) else { continue }
            lines.append("\(indent)\(child.name)")
            add(within, depth: depth + 1)
        }
        for item in element.items {
            let keys = item.schema.keys.compactMap { key in item.value(key.name).map { key.type.text(of: $0) } }
            line("\(indent)\(item.name) \(keys.joined(separator: " "))", item.place)
            for attribute in item.schema.attributes where !attribute.isKey && item.values[attribute.name] != nil {
                add(attribute.name, attribute.type, of: item, indent + "  ")
            }
            for child in item.children.values.sorted(by: { $0.name < $1.name }) {
                lines.append("\(indent)  \(child.name)")
                add(child, depth: depth + 2)
            }
        }
    }

    private mutating func add(_ name: String, _ type: AttributeType, of element: ConfigurationElement, _ indent: String)
    {
        guard let value = element.value(name) else { return }
        let isSecret = name.lowercased().contains("password") && value != .string("")
        line(
            "\(indent)\(name) = \(isSecret ? "(not shown)" : type.text(of: value))",
            element.values[name]?.place ?? .schema)
    }

    private mutating func line(_ text: String, _ place: ConfigurationPlace?) {
        guard let place else { return lines.append(text) }
        let gap = String(repeating: " ", count: max(2, Self.valueWidth - text.count))
        lines.append("\(text)\(gap)\(place)")
    }
}
