import OperatingSystem

// What a file says in its locations.
extension ConfigurationFile {
    mutating func addLocation(_ source: SourceElement, _ schemas: SchemaSet, _ read: FileReader?) {
        var layer = Layer(path: path, place: source.place, version: version)
        for attribute in source.attributes {
            switch attribute.name {
            case "path":
                layer.path = path.appending(locationPath(attribute))
                layer.text = attribute.value
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
        let others = unknown.count
        for child in source.children {
            if child.name == "location" {
                mistake(child.place, "a location cannot stand in a location; write its whole path in one of its own")
            } else {
                collect(child, "", schemas, read, &layer.sections)
            }
        }
        for index in others..<unknown.count { unknown[index].path = layer.path }
        for (name, section) in layer.sections {
            if let first = places[layer.path]?[name] {
                let element = section.place.element(section.name)
                mistake(
                    section.place,
                    "\(element) is in a location of the same path already, in \(first); put the two together")
            } else {
                places[layer.path, default: [:]][name] = section.place
            }
        }
        add(layer)
    }

    /// The place that a location names. What could be taken for another place than it is here is a mistake, since whoever wrote it
    /// may rely on the other.
    private mutating func locationPath(_ attribute: SourceAttribute) -> ConfigurationPath {
        let text = attribute.value
        guard text != "" && text != "." else { return .server }
        let names = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        let problem: String? =
            if text.utf8.contains(UInt8(ascii: "\\")) {
                "takes names with slashes between them, not \"\(text)\""
            } else if text.beginsWithSlash {
                "begins with a name and not with a slash; for all that is here write \".\""
            } else if names.contains(".") || names.contains("..") {
                "takes the names themselves, and neither . nor .. among them"
            } else if text.utf8.contains(where: { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }) {
                "names one place and takes neither * nor ?; it holds for all that is below"
            } else if names.count > Self.mostNames {
                "has \(names.count) names, and \(Self.mostNames) are taken at most; say it of a place above"
            } else if !attribute.place.isYAML, let name = names.first(where: Self.isOtherOnWindows) {
                "names \"\(name)\", which Windows takes for the name without its end, and this machine does not; write the name that is meant"
            } else {
                nil
            }
        if let problem { mistake(attribute.place, "path \(problem)") }
        return names.count > Self.mostNames ? .server : ConfigurationPath(text)
    }

    /// As many as the URLs of Windows have.
    private static let mostNames = 255

    private static func isOtherOnWindows(_ name: String) -> Bool {
        name.last == "." || name.last?.isWhitespace == true
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
