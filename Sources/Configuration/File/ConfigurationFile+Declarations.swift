// What `configSections` says of sections.
extension ConfigurationFile {
    /// What a declaration may say; what only .NET goes by means nothing here.
    private static let declared = [
        "name", "overrideModeDefault", "allowDefinition", "allowLocation", "type", "allowExeDefinition",
        "requirePermission", "restartOnExternalChanges",
    ]

    mutating func declare(_ source: SourceElement, _ group: String, _ schemas: SchemaSet) {
        for child in source.children {
            guard let name = child.attribute("name")?.value else {
                if child.name == "section" || child.name == "sectionGroup" {
                    mistake(child.place, "<\(child.name)> lacks the attribute \"name\"")
                }
                continue
            }
            let path = group.isEmpty ? name : "\(group)/\(name)"
            switch child.name {
            case "sectionGroup":
                requireNothing(of: child, known: ["name", "type"])
                declare(child, path, schemas)
            case "section": declareSection(child, path, schemas)
            case "clear", "remove": break
            default: mistake(child.place, "<configSections> holds sectionGroup and section, not <\(child.name)>")
            }
        }
    }

    private mutating func declareSection(_ source: SourceElement, _ path: String, _ schemas: SchemaSet) {
        requireNothing(of: source, known: Self.declared)
        if let first = declarations[path] {
            mistake(source.place, "\(path) is declared already, in \(first.place); keep one of them")
        }
        if schemas.section(path) == nil,
            let meant = schemas.names.first(where: { $0.lowercased() == path.lowercased() })
        {
            mistake(source.place, "there is no section \(path); did you mean \(meant)?")
        }
        var declaration = Declaration(place: source.place)
        if let mode = source.attribute("overrideModeDefault") { declaration.mode = overrideMode(mode) }
        if let places = source.attribute("allowDefinition") { declaration.places = allowedPlaces(places) }
        if let allows = source.attribute("allowLocation") { declaration.allowsLocation = bool(allows) }
        declarations[path] = declaration
    }

    private mutating func allowedPlaces(_ attribute: SourceAttribute) -> SectionRule.Places? {
        switch attribute.value.lowercased() {
        case "machineonly", "machinetowebroot", "machinetorootweb", "apphostonly": return .server
        case "machinetoapplication": return .applications
        case "everywhere": return .everywhere
        default:
            let known = ["MachineOnly", "MachineToWebRoot", "AppHostOnly", "MachineToApplication", "Everywhere"]
            mistake(
                attribute.place,
                "allowDefinition takes one of \(known.joined(separator: ", ")), not \"\(attribute.value)\"")
            return nil
        }
    }
}
