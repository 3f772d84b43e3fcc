// Sites and pools have short names in YAML.
extension JSONSchema {
    static func pools(_ schema: ElementSchema) -> JSONText {
        guard let pool = schema.collection?.item("add") else { return element(schema) }
        let processes = pool.child("processModel")?.attribute("maxProcesses")
        let whole = object(
            own(pool) + [("workers", processes.map(attribute) ?? text)], pool, required: pool.required)
        return listOrMapping(.object([("anyOf", .array([text, whole]))]), "add", schema)
    }

    static func sites(_ schema: ElementSchema) -> JSONText {
        guard let site = schema.collection?.item("site"), let application = site.collection?.item("application"),
            let directory = application.collection?.item("virtualDirectory")
        else { return element(schema) }
        let webServer = JSONText.object([("$ref", .string("#/properties/webServer"))])
        let folder: [(String, JSONText)] = [
            ("physicalPath", text), ("pool", text),
            ("virtualDirectories", list(of: object(members(directory), directory, required: directory.required))),
            ("webServer", webServer),
        ]
        let below = object(own(application) + folder, application, required: application.required)
        let more: [(String, JSONText)] = [
            ("bindings", list(of: binding(site))), ("applications", list(of: below)),
            ("webConfig", .object([("type", .string("boolean"))])),
        ]
        let others = own(site).filter { $0.0 != "bindings" }
        return listOrMapping(object(others + more + folder, site, required: site.required), "site", schema)
    }

    /// `http://*:8080:example.org`, or a mapping with one of the keys.
    private static func binding(_ site: ElementSchema) -> JSONText {
        let whole = site.child("bindings")?.collection?.items.first
        let address = JSONText.object([
            ("type", .string("string")),
            ("pattern", .string("^http://(\\*|[0-9.]+|\\[[0-9a-fA-F:.]+\\])?:?[0-9]+(:.*)?$")),
        ])
        let short = object([("http", text)], required: ["http"])
        let long = whole.map { [object(own($0), $0, required: $0.required)] } ?? []
        return .object([("anyOf", .array([address, short] + long))])
    }

    /// A list of items, or a mapping that has them under a name, with what they have in common.
    private static func listOrMapping(_ item: JSONText, _ name: String, _ schema: ElementSchema) -> JSONText {
        let others = members(schema).filter { $0.0 != name }
        return .object([("anyOf", .array([list(of: item), object(others + [(name, list(of: item))], schema)]))])
    }

    /// The attributes and elements of an element, without its items.
    private static func own(_ schema: ElementSchema) -> [(String, JSONText)] {
        schema.attributes.map { ($0.name, attribute($0)) } + schema.children.map { ($0.name, element($0)) }
    }

    private static var text: JSONText {
        .object([("type", .array([.string("string"), .string("number"), .string("boolean")]))])
    }
}
