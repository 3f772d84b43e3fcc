// What a file says in its locations.
extension ConfigurationFile {
    mutating func addLocation(_ source: SourceElement, _ schemas: SchemaSet, _ read: FileReader?) {
        var layer = Layer(path: path, place: source.place)
        for attribute in source.attributes {
            switch attribute.name {
            case "path":
                let text = attribute.value == "." ? "" : attribute.value
                layer.path = path.appending(ConfigurationPath(text))
            case "overrideMode": layer.mode = overrideMode(attribute)
            case "allowOverride": layer.mode = bool(attribute) ? .allow : .deny
            case "inheritInChildApplications": layer.isInheritedByApplications = bool(attribute)
            default:
                let known = ["path", "overrideMode", "allowOverride", "inheritInChildApplications"]
                mistake(
                    attribute.place,
                    "<location> has no attribute \"\(attribute.name)\"\(NearestName.remedy(attribute.name, among: known))"
                )
            }
        }
        if source.attribute("overrideMode") != nil, let other = source.attribute("allowOverride") {
            mistake(other.place, "allowOverride says the same as overrideMode; keep one of them")
        }
        if source.hasText { mistake(source.place, source.textMistake) }
        for child in source.children {
            if child.name == "location" {
                mistake(child.place, "a location cannot stand in a location; write its whole path in one of its own")
            } else {
                collect(child, "", schemas, read, &layer.sections)
            }
        }
        locations.append(layer)
    }

    mutating func overrideMode(_ attribute: SourceAttribute) -> OverrideMode {
        if let mode = OverrideMode(rawValue: attribute.value.lowercased()) { return mode }
        mistake(attribute.place, "\(attribute.name) takes Inherit, Allow or Deny, not \"\(attribute.value)\"")
        return .inherit
    }

    mutating func bool(_ attribute: SourceAttribute) -> Bool {
        if case .bool(let value)? = AttributeType.bool.value(of: attribute.value) { return value }
        mistake(attribute.place, "\(attribute.name) takes true or false, not \"\(attribute.value)\"")
        return true
    }
}
