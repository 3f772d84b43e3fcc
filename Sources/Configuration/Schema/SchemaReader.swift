/// Reads schemas as IIS has them, in XML: `<configSchema><sectionSchema name="…">`.
struct SchemaReader {
    private(set) var sections: [SectionSchema] = []
    private(set) var mistakes: [ConfigurationMistake] = []

    /// Adds the sections that one file describes.
    mutating func read(_ root: SourceElement) {
        guard root.name == "configSchema" else {
            return mistake(root, "a schema file holds <configSchema>, not <\(root.name)>")
        }
        for child in root.children {
            guard child.name == "sectionSchema" else {
                mistake(child, "<configSchema> holds <sectionSchema>, not <\(child.name)>")
                continue
            }
            guard let name = required("name", of: child) else { continue }
            var schema = ElementSchema(name: name.split(separator: "/").last.map(String.init) ?? name)
            fill(&schema, from: child)
            sections.append(SectionSchema(name: name, root: schema, place: child.place))
        }
    }

    /// Attributes, elements and the collection of an element.
    private mutating func fill(_ schema: inout ElementSchema, from source: SourceElement) {
        if bool("allowUnrecognizedAttributes", of: source) { schema.allowsOtherAttributes = true }
        for child in source.children {
            switch child.name {
            case "attribute":
                guard let attribute = attribute(child) else { continue }
                guard schema.attribute(attribute.name) == nil else {
                    mistake(
                        child, "\(schema.name) has the attribute \"\(attribute.name)\" already; take one of them out")
                    continue
                }
                schema.attributes.append(attribute)
            case "element":
                guard let element = element(child) else { continue }
                guard schema.child(element.name) == nil else {
                    mistake(child, "\(schema.name) has the element \"\(element.name)\" already; take one of them out")
                    continue
                }
                schema.children.append(element)
            case "collection": collection(child, of: &schema)
            case "method": break  // what can be called is a matter of whoever offers it
            default:
                mistake(child, "<\(source.name)> holds attribute, element and collection, not <\(child.name)>")
            }
        }
    }

    private mutating func element(_ source: SourceElement) -> ElementSchema? {
        guard let name = required("name", of: source) else { return nil }
        var schema = ElementSchema(name: name)
        fill(&schema, from: source)
        return schema
    }

    private mutating func collection(_ source: SourceElement, of schema: inout ElementSchema) {
        guard schema.collection == nil else { return mistake(source, "<\(schema.name)> has one collection, not two") }
        guard let names = required("addElement", of: source) else { return }
        var collection = CollectionSchema()
        collection.addNames = names.split(separator: ",").map { String($0.filter { !$0.isWhitespace }) }.filter {
            !$0.isEmpty
        }
        guard !collection.addNames.isEmpty else { return mistake(source, "addElement names no element") }
        collection.removeName = source.attribute("removeElement")?.value
        collection.clearName = source.attribute("clearElement")?.value
        collection.defaultsName = source.attribute("defaultElement")?.value
        if let appends = source.attribute("mergeAppend") { collection.appends = isTrue(appends) }
        collection.allowsDuplicates = bool("allowDuplicates", of: source)
        // Read once, for nested collections of several names each would double the work at each level.
        var item = ElementSchema(name: collection.addNames[0])
        fill(&item, from: source)
        collection.items = collection.addNames.map { name in
            var named = item
            named.name = name
            return named
        }
        schema.collection = collection
    }

    // MARK: Attributes

    private mutating func attribute(_ source: SourceElement) -> AttributeSchema? {
        guard let name = required("name", of: source), let typeName = required("type", of: source),
            let type = type(typeName, source)
        else { return nil }
        var attribute = AttributeSchema(name: name, type: type)
        attribute.isRequired = bool("required", of: source)
        attribute.isKey = bool("isUniqueKey", of: source) || bool("isCombinedKey", of: source)
        attribute.isCaseSensitive = bool("caseSensitive", of: source)
        attribute.isExpanded = bool("expanded", of: source)
        attribute.allowsInfinite = bool("allowInfinite", of: source)
        attribute.secondsOfOne = ["seconds": 1, "minutes": 60][source.attribute("timeSpanFormat")?.value ?? ""]
        attribute.rule = rule(source, type)
        if let text = source.attribute("defaultValue") {
            if attribute.value(of: text.value) == nil {
                mistakes.append(
                    ConfigurationMistake(
                        text.place, "\(name) takes \(type.expectation), so its default cannot be \"\(text.value)\""))
            } else {
                attribute.defaultText = text.value
            }
        }
        return attribute
    }

    private mutating func type(_ name: String, _ source: SourceElement) -> AttributeType? {
        switch name {
        case "bool": return .bool
        case "int": return .int
        case "uint": return .uint
        case "int64": return .int64
        case "string": return .string
        case "timeSpan": return .timeSpan
        case "enum": return .enumeration(names(source, "enum"))
        case "flags": return .flags(names(source, "flag"))
        default:
            let known = ["bool", "enum", "flags", "int", "int64", "string", "timeSpan", "uint"]
            mistake(source, "the type \"\(name)\" is not known\(NearestName.remedy(name, among: known))")
            return nil
        }
    }

    private mutating func names(_ source: SourceElement, _ kind: String) -> [NamedValue] {
        source.children.compactMap { child in
            guard child.name == kind else {
                mistake(child, "this attribute holds <\(kind)>, not <\(child.name)>")
                return nil
            }
            guard let name = required("name", of: child), let text = required("value", of: child) else { return nil }
            guard case .int(let value)? = AttributeType.int64.value(of: text) else {
                mistake(child, "the value of \"\(name)\" is a whole number, not \"\(text)\"")
                return nil
            }
            return NamedValue(name, value)
        }
    }

    private mutating func rule(_ source: SourceElement, _ type: AttributeType) -> ValueRule? {
        guard let kind = source.attribute("validationType")?.value else { return nil }
        let parts = (source.attribute("validationParameter")?.value ?? "").split(separator: ",").map(String.init)
        let numbers = parts.compactMap { Int64($0) }
        let isExcluded = parts.last == "exclude"
        switch kind {
        case "integerRange", "timeSpanRange":
            let most = kind == "integerRange" ? Int64.max : Int64.max / TimeSpan.unitsPerSecond
            guard numbers.count >= 2, numbers[0] <= numbers[1], numbers.allSatisfy({ -most...most ~= $0 }) else {
                mistake(source, "\(kind) takes two numbers as its validationParameter, the smaller one first")
                return nil
            }
            if kind == "integerRange" { return .range(numbers[0], numbers[1], isExcluded: isExcluded) }
            return .seconds(
                numbers[0], numbers[1], step: max(0, numbers.count > 2 ? numbers[2] : 0), isExcluded: isExcluded)
        case "nonEmptyString": return .nonEmpty
        case "requireTrimmedString": return .trimmed
        case "applicationPoolName": return .without("|<>&\"")
        case "siteName": return .without("/\\?;:@&=+$,|\"<>*")
        default: return nil  // what IIS checks with code of its own
        }
    }

    // MARK: Reading

    private mutating func required(_ name: String, of source: SourceElement) -> String? {
        if let attribute = source.attribute(name) { return attribute.value }
        mistake(source, "<\(source.name)> lacks the attribute \"\(name)\"")
        return nil
    }

    private func bool(_ name: String, of source: SourceElement) -> Bool { source.attribute(name).map(isTrue) ?? false }
    private func isTrue(_ attribute: SourceAttribute) -> Bool { attribute.value.lowercased() == "true" }

    private mutating func mistake(_ source: SourceElement, _ text: String) {
        mistakes.append(ConfigurationMistake(source.place, text))
    }
}
