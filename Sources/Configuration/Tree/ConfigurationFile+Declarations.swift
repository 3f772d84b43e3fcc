// What `configSections` says of sections.
extension ConfigurationFile {
    /// What a declaration may say; of these only the name and `overrideModeDefault` mean something here.
    private static let declared = [
        "name", "overrideModeDefault", "type", "allowDefinition", "allowLocation", "allowExeDefinition",
        "requirePermission",
        "restartOnExternalChanges",
    ]

    mutating func declare(_ source: SourceElement, _ group: String) {
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
                declare(child, path)
            case "section":
                requireNothing(of: child, known: Self.declared)
                if let first = declarations[path] {
                    mistake(child.place, "\(path) is declared already, in \(first.place); keep one of them")
                }
                var declaration = Declaration(place: child.place)
                if let mode = child.attribute("overrideModeDefault") { declaration.mode = overrideMode(mode) }
                declarations[path] = declaration
            case "clear", "remove": break
            default: mistake(child.place, "<configSections> holds sectionGroup and section, not <\(child.name)>")
            }
        }
    }
}
