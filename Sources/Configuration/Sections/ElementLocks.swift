/// What lower places may not change of an element, and who said so.
struct ElementLocks: Sendable {
    /// The attributes that say what is locked; they are part of no schema.
    static let names: Set = [
        "lockAttributes", "lockAllAttributesExcept", "lockElements", "lockAllElementsExcept", "lockItem",
    ]

    private var attributes: [String: ConfigurationPlace] = [:]
    /// What is still free, and who said so first; a lower place can only lock more.
    private var attributesExcept: (names: Set<String>, place: ConfigurationPlace)?
    private var elements: [String: ConfigurationPlace] = [:]
    private var elementsExcept: (names: Set<String>, place: ConfigurationPlace)?
    private(set) var item: ConfigurationPlace?

    /// Someone who has locked anything; nil if all is free. Which one is the same each time.
    var any: ConfigurationPlace? {
        // Nearly always, and of thousands of items.
        if attributes.isEmpty, elements.isEmpty, attributesExcept == nil, elementsExcept == nil { return item }
        let exceptions = [attributesExcept?.place, elementsExcept?.place].compactMap { $0 }
        let places = Array(attributes.values) + Array(elements.values) + exceptions
        return item ?? places.min { $0.isBefore($1) }
    }

    /// Who has locked an attribute; nil if it is free.
    func locker(ofAttribute name: String) -> ConfigurationPlace? {
        if let place = attributes[name] ?? attributes["*"] { return place }
        guard let attributesExcept, !attributesExcept.names.contains(name) else { return nil }
        return attributesExcept.place
    }

    /// Who has locked an element within; nil if it is free.
    func locker(ofElement name: String) -> ConfigurationPlace? {
        if let place = elements[name] ?? elements["*"] { return place }
        guard let elementsExcept, !elementsExcept.names.contains(name) else { return nil }
        return elementsExcept.place
    }

    /// Adds what one of the `names` says. False if its value cannot be understood.
    mutating func add(_ source: SourceAttribute) -> Bool {
        let list = Self.list(source.value)
        switch source.name {
        case "lockAttributes": for name in list where attributes[name] == nil { attributes[name] = source.place }
        case "lockElements": for name in list where elements[name] == nil { elements[name] = source.place }
        case "lockAllAttributesExcept": attributesExcept = Self.narrowed(attributesExcept, list, source.place)
        case "lockAllElementsExcept": elementsExcept = Self.narrowed(elementsExcept, list, source.place)
        case "lockItem":
            switch source.value.lowercased() {
            case "true": item = source.place
            case "false": break
            default: return false
            }
        default: return false
        }
        return true
    }

    /// Names with commas between them.
    static func list(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }
    }

    private static func narrowed(
        _ known: (names: Set<String>, place: ConfigurationPlace)?, _ list: [String], _ place: ConfigurationPlace
    ) -> (names: Set<String>, place: ConfigurationPlace) {
        guard let known else { return (Set(list), place) }
        return (known.names.intersection(list), known.place)
    }
}
