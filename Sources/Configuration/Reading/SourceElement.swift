/// An element as it was written, in either spelling: a name, attributes, and elements within. What it means is the business of
/// a schema.
package struct SourceElement: Codable, Sendable, Hashable {
    package var name: String
    package var place: ConfigurationPlace
    package var attributes: [SourceAttribute] = []
    package var children: [SourceElement] = []
    /// Whether there is text within, other than white space.
    package var hasText = false

    package init(_ name: String, _ place: ConfigurationPlace) {
        self.name = name
        self.place = place
    }

    /// The attribute of that name, as it is spelled here.
    package func attribute(_ name: String) -> SourceAttribute? { attributes.first { $0.name == name } }

    /// The first element of that name.
    package func child(_ name: String) -> SourceElement? { children.first { $0.name == name } }
}

/// An attribute as it was written. Its value has no type yet.
package struct SourceAttribute: Codable, Sendable, Hashable {
    package var name: String
    package var value: String
    package var place: ConfigurationPlace

    package init(_ name: String, _ value: String, _ place: ConfigurationPlace) {
        self.name = name
        self.value = value
        self.place = place
    }
}
