/// What a user says beside the file, on the command line: it has the last word.
package struct ConfigurationOverrides: Sendable {
    /// The sections that something is said of, by their names.
    private(set) var sections: [String: SourceElement] = [:]

    package init() {}

    /// With sections by the names that they have.
    init(_ sections: some Sequence<SourceElement>) {
        self.sections = Dictionary(sections.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Sets an attribute of a section, or of the element `child` within it.
    package mutating func set(
        _ attribute: String, to text: String, in section: String, child: String? = nil,
        at place: ConfigurationPlace = .commandLine
    ) {
        change(section, child) { $0.attributes.append(SourceAttribute(attribute, text, place)) }
    }

    /// Puts items into a collection in place of all that it has, each by its key.
    package mutating func replaceItems(
        _ key: String, _ values: [String], in section: String, child: String? = nil
    ) {
        change(section, child) { element in
            element.children.append(SourceElement("clear", .commandLine))
            for value in values {
                var item = SourceElement("add", .commandLine)
                item.attributes = [SourceAttribute(key, value, .commandLine)]
                element.children.append(item)
            }
        }
    }

    private mutating func change(_ section: String, _ child: String?, _ body: (inout SourceElement) -> Void) {
        var element = sections[section] ?? SourceElement(section, .commandLine)
        if let child {
            let index =
                element.children.firstIndex { $0.name == child }
                ?? {
                    element.children.append(SourceElement(child, .commandLine))
                    return element.children.count - 1
                }()
            body(&element.children[index])
        } else {
            body(&element)
        }
        sections[section] = element
    }
}
