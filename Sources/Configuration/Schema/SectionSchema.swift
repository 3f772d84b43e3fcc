/// What a section may hold, as IIS's schema files say it.
package struct SectionSchema: Codable, Sendable, Hashable {
    /// The whole name, such as `system.webServer/security/access`.
    package var name: String
    package var root: ElementSchema
    /// Where the schema stands.
    package var place: ConfigurationPlace

    package init(name: String, root: ElementSchema, place: ConfigurationPlace) {
        self.name = name
        self.root = root
        self.place = place
    }
}

/// What an element may hold.
package struct ElementSchema: Codable, Sendable, Hashable {
    package var name: String
    package var attributes: [AttributeSchema] = []
    package var children: [ElementSchema] = []
    /// The items that it lists, if it lists any.
    package var collection: CollectionSchema?
    /// Whether attributes that are not in the schema may be there; they are text.
    package var allowsOtherAttributes = false

    package init(name: String) { self.name = name }

    package func attribute(_ name: String) -> AttributeSchema? { attributes.first { $0.name == name } }
    package func child(_ name: String) -> ElementSchema? { children.first { $0.name == name } }
}

/// Items of one kind that an element lists.
package struct CollectionSchema: Codable, Sendable, Hashable {
    /// The elements that add an item: one, or several with the same attributes.
    package var addNames: [String] = []
    /// The element that takes an item away by its key; nil if none can be.
    package var removeName: String?
    /// The element that takes all items away; nil if that cannot be.
    package var clearName: String?
    /// What one item holds.
    package var items = [ElementSchema(name: "add")]
    /// The element with what items have that do not say otherwise, such as `siteDefaults`.
    package var defaultsName: String?
    /// Whether items of a lower place come behind those of a higher one, and not before them.
    package var appends = true
    /// Whether two items may have the same key.
    package var allowsDuplicates = false

    package init() {}

    /// What an item holds that the element `name` adds.
    package func item(_ name: String) -> ElementSchema? { items.first { $0.name == name } }
}

extension ElementSchema {
    /// The attributes that tell one item from another.
    package var keys: [AttributeSchema] { attributes.filter(\.isKey) }
}

/// What an attribute may be.
package struct AttributeSchema: Codable, Sendable, Hashable {
    package var name: String
    package var type: AttributeType
    /// As text; nil if the type has none of its own but "", 0, or false.
    package var defaultText: String?
    package var isRequired = false
    /// Tells one item of a collection from another, alone or with the other keys.
    package var isKey = false
    /// Whether keys that differ in case are different keys.
    package var isCaseSensitive = false
    /// Whether `%NAME%` in it stands for a variable of the environment.
    package var isExpanded = false
    /// Whether `Infinite` is a value, the largest of the type.
    package var allowsInfinite = false
    /// The seconds that a number alone stands for where the type is a length of time; nil if it stands for none.
    package var secondsOfOne: Int64?
    /// What its value must keep to.
    package var rule: ValueRule?

    package init(name: String, type: AttributeType) {
        self.name = name
        self.type = type
    }
}

/// What values of an attribute are.
package enum AttributeType: Codable, Sendable, Hashable {
    case bool
    /// 32 bits with a sign.
    case int
    /// 32 bits without a sign.
    case uint
    /// 64 bits with a sign.
    case int64
    case string
    /// One of these names.
    case enumeration([NamedValue])
    /// Any of these names, with commas between them.
    case flags([NamedValue])
    /// A length of time.
    case timeSpan
}

/// A name of an enumeration or a flag, with its number.
package struct NamedValue: Codable, Sendable, Hashable {
    package var name: String
    package var value: Int64

    package init(_ name: String, _ value: Int64) {
        self.name = name
        self.value = value
    }
}

/// What a value must keep to beyond its type.
package enum ValueRule: Codable, Sendable, Hashable {
    /// From the first to the last, or just not there.
    case range(Int64, Int64, isExcluded: Bool)
    /// The same for lengths of time, in seconds, and a multiple of `step` seconds.
    case seconds(Int64, Int64, step: Int64, isExcluded: Bool)
    case nonEmpty
    /// No white space before or behind.
    case trimmed
    /// None of these characters.
    case without(String)
}
