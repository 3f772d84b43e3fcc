// The entry of a module has what its own section holds.
extension JSONSchema {
    /// A path, or a mapping.
    static func module(_ schemas: SchemaSet) -> JSONText {
        var entry = YAMLReader.module
        entry.children = []
        let whole = object(members(entry) + [("config", config(schemas))], entry, required: ["image"])
        let path = entry.attribute("image").map { [attribute($0)] } ?? []
        return .object([("anyOf", .array(path + [whole]))])
    }

    /// What the modules that are known take, and anything for those that are not: which of them an entry is for is not known here.
    private static func config(_ schemas: SchemaSet) -> JSONText {
        let known = schemas.namesOfModules.compactMap { name -> JSONText? in
            let own = schemas.sections(ofModule: name).compactMap { schemas.section($0) }
            if own.count == 1 { return own[0].root.allowsOtherAttributes ? nil : element(own[0].root) }
            return own.isEmpty ? nil : object(own.map { ($0.root.name, element($0.root)) })
        }
        let any = JSONText.object([("type", .string("object"))])
        return known.isEmpty ? any : .object([("anyOf", .array(known + [any]))])
    }
}
