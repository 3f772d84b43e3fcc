/// The form of a configuration in YAML, as a JSON Schema for editors.
package struct JSONSchema {
    /// The text of the schema, with a line feed at its end.
    package let text: String

    package init(_ schemas: SchemaSet) {
        text = Self.root(schemas).text() + "\n"
    }

    private static func root(_ schemas: SchemaSet) -> JSONText {
        .object([
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("title", .string("A configuration of modhost")),
            ("type", .string("object")),
            ("additionalProperties", .bool(false)),
            ("properties", .object(topLevel(schemas))),
            ("$defs", .object([("locks", locks)])),
        ])
    }

    // MARK: The top level

    private static func topLevel(_ schemas: SchemaSet) -> [(String, JSONText)] {
        var members: [(String, JSONText)] = []
        if let server = schemas.section("modhost/server")?.root {
            members +=
                server.attributes.map { ($0.name, attribute($0)) } + server.children.map { ($0.name, element($0)) }
        }
        for name in YAMLReader.ownSections {
            if let section = schemas.section("modhost/\(name)") { members.append((name, element(section.root))) }
        }
        if let site = schemas.section("modhost/site")?.root {
            members += site.attributes.map { ($0.name, attribute($0)) }
        }
        members.append(("modules", list(of: module(schemas))))
        if let schema = schemas.section("system.applicationHost/applicationPools")?.root {
            members.append(("pools", pools(schema)))
        }
        if let schema = schemas.section("system.applicationHost/sites")?.root {
            members.append(("sites", sites(schema)))
        }
        let webServer = group("system.webServer", schemas)
        members.append(("webServer", webServer))
        members.append(("locations", list(of: location)))
        return members
    }

    private static var location: JSONText {
        let modes = ConfigurationFile.OverrideMode.allCases.map { JSONText.string($0.rawValue.capitalizedFirst) }
        return object(
            [
                ("path", .object([("type", .string("string"))])), ("overrideMode", .object([("enum", .array(modes))])),
                ("inheritInChildApplications", .object([("type", .string("boolean"))])),
                ("webServer", .object([("$ref", .string("#/properties/webServer"))])),
            ], required: ["path"])
    }

    /// The sections below a group, and the groups below it.
    private static func group(_ name: String, _ schemas: SchemaSet) -> JSONText {
        let below = schemas.names.filter { $0.hasPrefix(name + "/") }
        var members: [(String, JSONText)] = []
        for path in below {
            let part = String(path.dropFirst(name.count + 1).prefix { $0 != "/" })
            guard !members.contains(where: { $0.0 == part }) else { continue }
            let whole = "\(name)/\(part)"
            let section = schemas.section(whole)
            members.append((part, section.map { element($0.root) } ?? group(whole, schemas)))
        }
        return object(members)
    }

    // MARK: Elements

    static func element(_ schema: ElementSchema) -> JSONText {
        guard let collection = schema.collection else { return object(members(schema), schema) }
        let first = collection.items[0]
        let simple = item(first, key: first.simpleKey, required: first.required)
        return .object([("anyOf", .array([list(of: simple), object(members(schema), schema)]))])
    }

    /// Attributes, elements, and what adds items and takes them away.
    static func members(_ schema: ElementSchema) -> [(String, JSONText)] {
        var members =
            schema.attributes.map { ($0.name, attribute($0)) } + schema.children.map { ($0.name, element($0)) }
        guard let collection = schema.collection else { return members }
        let items = collection.items.map {
            item($0, key: $0.simpleKey, required: $0.required)
        }
        for (name, schema) in zip(collection.addNames, items) { members.append((name, list(of: schema))) }
        if let name = collection.removeName, let schema = collection.items.first {
            members.append((name, list(of: item(schema, key: schema.simpleKey, required: []))))
        }
        if let name = collection.clearName { members.append((name, .object([("const", .bool(true))]))) }
        return members
    }

    /// An item: the value of its key alone, or a mapping.
    private static func item(_ schema: ElementSchema, key: String?, required: [String]) -> JSONText {
        let whole = object(members(schema), schema, required: required)
        guard let key, let simple = schema.attribute(key) else { return whole }
        return .object([("anyOf", .array([attribute(simple), whole]))])
    }

    static func object(
        _ members: [(String, JSONText)], _ schema: ElementSchema? = nil, required: [String] = []
    ) -> JSONText {
        var result: [(String, JSONText)] = [("type", .string("object"))]
        if schema != nil { result.append(("$ref", .string("#/$defs/locks"))) }
        result.append(("properties", .object(members)))
        if schema?.allowsOtherAttributes != true { result.append(("unevaluatedProperties", .bool(false))) }
        if !required.isEmpty { result.append(("required", .array(required.map(JSONText.string)))) }
        return .object(result)
    }

    static func list(of items: JSONText) -> JSONText {
        .object([("type", .string("array")), ("items", items)])
    }

    /// What every element may say of what is locked.
    private static var locks: JSONText {
        .object([
            (
                "properties",
                .object(
                    ElementLocks.names.sorted().map {
                        ($0, .object([("type", .array([.string("string"), .string("boolean")]))]))
                    })
            )
        ])
    }

    // MARK: Attributes

    static func attribute(_ schema: AttributeSchema) -> JSONText {
        var members = type(schema)
        if schema.allowsInfinite || schema.secondsOfOne != nil {
            let more: [JSONText] =
                (schema.allowsInfinite ? [.object([("const", .string("Infinite"))])] : [])
                + (schema.secondsOfOne != nil ? [.object([("type", .string("integer"))])] : [])
            members = [("anyOf", .array([.object(members)] + more))]
        }
        if schema.defaultText != nil { members.append(("default", json(schema.defaultValue, schema.type))) }
        return .object(members)
    }

    private static func type(_ schema: AttributeSchema) -> [(String, JSONText)] {
        let names = JSONText.array(schema.type.names.map { .string($0.name) })
        switch schema.type {
        case .bool: return [("type", .string("boolean"))]
        case .int, .uint, .int64:
            var members: [(String, JSONText)] = [("type", .array([.string("integer"), .string("string")]))]
            if case .range(let first, let last, isExcluded: false)? = schema.rule {
                members += [("minimum", .number(first)), ("maximum", .number(last))]
            }
            return members + [("pattern", .string("^-?[0-9]+[kmgKMG]?$|^0x[0-9a-fA-F]+$"))]
        case .string: return [("type", .array([.string("string"), .string("number"), .string("boolean")]))]
        case .enumeration: return [("enum", names)]
        case .flags:
            return [("anyOf", .array([.object([("type", .string("string"))]), list(of: .object([("enum", names)]))]))]
        case .timeSpan:
            return [
                ("type", .string("string")),
                ("pattern", .string("^([0-9]+\\.)?[0-9]+:[0-9]+(:[0-9]+(\\.[0-9]+)?)?$|^[0-9]+(ms|s|m|h|d)$")),
            ]
        }
    }

    private static func json(_ value: AttributeValue, _ type: AttributeType) -> JSONText {
        switch value {
        case .bool(let isTrue): .bool(isTrue)
        case .int(let number): .number(number)
        default: .string(type.text(of: value))
        }
    }
}

extension ElementSchema {
    /// The attribute that the text of an item in YAML stands for.
    var simpleKey: String? { (keys.first ?? attributes.first(where: \.isRequired) ?? attributes.first)?.name }

    /// The names of what has to be there.
    var required: [String] { attributes.filter(\.isRequired).map(\.name) }
}

extension String {
    fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
