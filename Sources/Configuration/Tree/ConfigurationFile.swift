import Synchronization

/// A configuration file, taken apart: which sections it has, for which places.
package struct ConfigurationFile: Sendable {
    /// What a file says for one place: at its top level, or in a `location`.
    package struct Layer: Sendable {
        /// The place that it is for.
        package var path: ConfigurationPath
        package var sections: [String: SourceElement] = [:]
        /// For a location: whether lower places may say otherwise.
        package var mode = OverrideMode.inherit
        /// Whether applications below have it too.
        package var isInheritedByApplications = true
        package var place: ConfigurationPlace
        /// The version of the file.
        var version = 0
    }

    /// Whether lower places may change a section.
    package enum OverrideMode: String, Sendable, CaseIterable { case inherit, allow, deny }

    package let name: String
    /// Tells one reading of a file from another.
    private let version = Self.count.add(1, ordering: .relaxed).newValue
    private static let count = Atomic<Int>(0)
    /// All that was written.
    package let root: SourceElement
    /// The folder that the file is for; the server for the main file.
    package let path: ConfigurationPath
    /// What stands at the top level.
    package private(set) var top: Layer
    /// What stands in locations, in order.
    package private(set) var locations: [Layer] = []
    /// What may be said of sections in files below this one, by `configSections`.
    package private(set) var declarations: [String: Declaration] = [:]
    /// Sections that no schema describes, by their whole names: kept, and told.
    package private(set) var unknown: [(name: String, element: SourceElement)] = []
    package private(set) var mistakes: [ConfigurationMistake] = []

    /// What `configSections` says of a section.
    package struct Declaration: Sendable {
        package var mode = OverrideMode.allow
        package var place: ConfigurationPlace
    }

    /// Takes a file apart whose root element is `configuration`.
    package init(_ root: SourceElement, path: ConfigurationPath, schemas: SchemaSet) {
        name = root.place.file
        self.root = root
        self.path = path
        top = Layer(path: path, place: root.place, version: version)
        guard root.name == "configuration" else {
            mistake(root.place, "a configuration file holds <configuration>, not <\(root.name)>")
            return
        }
        if let declarations = root.child("configSections") { declare(declarations, "") }
        var sections: [String: SourceElement] = [:]
        for child in root.children {
            switch child.name {
            case "configSections": break
            case "location": addLocation(child, schemas)
            default: collect(child, "", schemas, &sections)
            }
        }
        top.sections = sections
    }

    // MARK: Declarations

    /// What a declaration may say; of these only the name and `overrideModeDefault` mean something here.
    private static let declared = [
        "name", "overrideModeDefault", "type", "allowDefinition", "allowLocation", "allowExeDefinition",
        "requirePermission",
        "restartOnExternalChanges",
    ]

    private mutating func declare(_ source: SourceElement, _ group: String) {
        for child in source.children {
            guard let name = child.attribute("name")?.value else {
                if child.name == "section" || child.name == "sectionGroup" {
                    mistake(child.place, "<\(child.name)> lacks the attribute \"name\"")
                }
                continue
            }
            let path = group.isEmpty ? name : "\(group)/\(name)"
            switch child.name {
            case "sectionGroup": declare(child, path)
            case "section":
                for attribute in child.attributes where !Self.declared.contains(attribute.name) {
                    let remedy = NearestName.remedy(attribute.name, among: Self.declared)
                    mistake(attribute.place, "<section> has no attribute \"\(attribute.name)\"\(remedy)")
                }
                var declaration = Declaration(place: child.place)
                if let mode = child.attribute("overrideModeDefault") { declaration.mode = overrideMode(mode) }
                declarations[path] = declaration
            case "clear", "remove": break
            default: mistake(child.place, "<configSections> holds sectionGroup and section, not <\(child.name)>")
            }
        }
    }

    // MARK: Locations

    private mutating func addLocation(_ source: SourceElement, _ schemas: SchemaSet) {
        var layer = Layer(path: path, place: source.place, version: version)
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
        for child in source.children {
            if child.name == "location" {
                mistake(child.place, "a location cannot stand in a location; write its whole path in one of its own")
            } else {
                collect(child, "", schemas, &layer.sections)
            }
        }
        locations.append(layer)
    }

    private mutating func overrideMode(_ attribute: SourceAttribute) -> OverrideMode {
        if let mode = OverrideMode(rawValue: attribute.value.lowercased()) { return mode }
        mistake(attribute.place, "\(attribute.name) takes Inherit, Allow or Deny, not \"\(attribute.value)\"")
        return .inherit
    }

    private mutating func bool(_ attribute: SourceAttribute) -> Bool {
        if case .bool(let value)? = AttributeType.bool.value(of: attribute.value) { return value }
        mistake(attribute.place, "\(attribute.name) takes true or false, not \"\(attribute.value)\"")
        return true
    }

    // MARK: Sections

    private mutating func collect(
        _ source: SourceElement, _ group: String, _ schemas: SchemaSet, _ sections: inout [String: SourceElement]
    ) {
        let path = group.isEmpty ? source.name : "\(group)/\(source.name)"
        if schemas.section(path) != nil {
            if let first = sections[path] {
                return mistake(
                    source.place, "<\(source.name)> is here already, in \(first.place); put the two together")
            }
            sections[path] = source
        } else if schemas.isGroup(path) {
            for child in source.children { collect(child, path, schemas, &sections) }
        } else if group.isEmpty, let meant = Self.meantElement(by: source.name) {
            mistake(source.place, "there is no element <\(source.name)> here; did you mean <\(meant)>?")
        } else if declarations[path] == nil, let meant = schemas.meant(by: source.name, in: group) {
            mistake(source.place, "there is no section <\(source.name)> here; did you mean \(meant)?")
        } else {
            unknown.append((path, source))
        }
    }

    /// What is no section and is spelled nearly like `name`, whatever its prefix.
    private static func meantElement(by name: String) -> String? {
        let local = name.split(separator: ":").last.map(String.init) ?? name
        return NearestName.of(local, among: ["location", "configSections", "configuration"])
    }

    private mutating func mistake(_ place: ConfigurationPlace, _ text: String) {
        mistakes.append(ConfigurationMistake(place, text))
    }
}
