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
        /// The path as it is written.
        var text = ""
        /// The version of the file.
        var version = 0
    }

    /// Whether lower places may change a section.
    package enum OverrideMode: String, Sendable, CaseIterable { case inherit, allow, deny }

    package let name: String
    /// Tells one reading of a file from another.
    let version = Self.count.add(1, ordering: .relaxed).newValue
    private static let count = Atomic<Int>(0)
    /// The folder that the file is for; the server for the main file.
    package let path: ConfigurationPath
    /// What stands at the top level.
    package internal(set) var top: Layer
    /// What stands in locations, in order.
    package private(set) var locations: [Layer] = []
    /// The same by their paths.
    private(set) var index = LocationIndex()
    /// How deep the deepest of them lies.
    var deepestLocation: Int { path.depth + index.depth }
    /// What may be said of sections in files below this one, by `configSections`.
    package internal(set) var declarations: [String: Declaration] = [:]
    /// Sections that no schema describes, by their whole names: kept, and told.
    package internal(set) var unknown: [Unknown] = []
    package internal(set) var mistakes: [ConfigurationMistake] = []
    /// Where the sections of each location stand.
    var places: [ConfigurationPath: [String: ConfigurationPlace]] = [:]

    /// A section that no schema describes.
    package struct Unknown: Sendable {
        package let name: String
        package let element: SourceElement
        /// The place that it is for.
        package var path: ConfigurationPath
    }

    /// What `configSections` says of a section.
    package struct Declaration: Sendable {
        /// `overrideModeDefault`; what is inherited is what holds without a declaration.
        package var mode = OverrideMode.inherit
        /// `allowDefinition`; nil if it is not said.
        var places: SectionRule.Places?
        /// Whether it may stand in locations.
        var allowsLocation = true
        package var place: ConfigurationPlace
    }

    /// Puts a file together again that was taken apart elsewhere; nothing of it is judged anew.
    init(
        top: Layer, locations: [Layer], declarations: [String: Declaration],
        unknown: [Unknown]
    ) {
        name = top.place.file
        path = top.path
        self.top = top
        self.top.version = version
        self.declarations = declarations
        self.unknown = unknown
        for var location in locations {
            location.version = version
            add(location)
        }
    }

    /// Takes a file apart whose root element is `configuration`. `read` reads the files that it names as sources of sections.
    package init(_ root: SourceElement, path: ConfigurationPath, schemas: SchemaSet, read: FileReader? = nil) {
        name = root.place.file
        self.path = path
        top = Layer(path: path, place: root.place, version: version)
        guard root.name == "configuration" else {
            mistake(root.place, "a configuration file holds <configuration>, not <\(root.name)>")
            return
        }
        requireNothing(of: root)
        for child in root.children where child.name == "configSections" {
            requireNothing(of: child)
            declare(child, "", schemas)
        }
        var sections: [String: SourceElement] = [:]
        for child in root.children {
            switch child.name {
            case "configSections": break
            case "location": addLocation(child, schemas, read)
            default: collect(child, "", schemas, read, &sections)
            }
        }
        top.sections = sections
    }

    mutating func add(_ location: Layer) {
        index.add(locations.count, at: location.path.segments.dropFirst(path.depth))
        locations.append(location)
    }

    // MARK: Sections

    mutating func collect(
        _ source: SourceElement, _ group: String, _ schemas: SchemaSet, _ read: FileReader?,
        _ sections: inout [String: SourceElement]
    ) {
        let path = group.isEmpty ? source.name : "\(group)/\(source.name)"
        if schemas.section(path) != nil {
            if let first = sections[path] {
                return mistake(
                    source.place, "<\(source.name)> is here already, in \(first.place); put the two together")
            }
            sections[path] = withoutFTP(whole(source, read), path, schemas)
        } else if schemas.isGroup(path) {
            requireNothing(of: source)
            for child in source.children { collect(child, path, schemas, read, &sections) }
        } else if group.isEmpty, let meant = Self.meantElement(by: source.name) {
            mistake(source.place, "there is no element <\(source.name)> here; did you mean <\(meant)>?")
        } else if source.name.lowercased() == "location" {
            mistake(
                source.place, "a location stands beside <\(group.split(separator: "/")[0])>, not in it; move it out")
        } else if declarations[path] == nil, let meant = schemas.meant(by: source.name, in: group) {
            mistake(source.place, "there is no section <\(source.name)> here; did you mean \(meant)?")
        } else {
            unknown.append(Unknown(name: path, element: source, path: self.path))
        }
    }

    /// The name under which what sites say of FTP is kept.
    static let ftpServer = "system.applicationHost/sites/ftpServer"

    /// Sites without what they say of FTP, which is kept beside them: nothing is served by it.
    private mutating func withoutFTP(_ section: SourceElement, _ name: String, _ schemas: SchemaSet) -> SourceElement {
        guard name == "system.applicationHost/sites", let root = schemas.section(name)?.root else { return section }
        var section = section
        for index in section.children.indices {
            let child = section.children[index].name
            guard let known = root.child(child) ?? root.collection?.item(child), known.child("ftpServer") == nil else {
                continue
            }
            let found = section.children[index].children.filter { $0.name == "ftpServer" }
            guard !found.isEmpty, child == "site" || child == "siteDefaults" else { continue }
            unknown += found.map { Unknown(name: Self.ftpServer, element: $0, path: path) }
            section.children[index].children.removeAll { $0.name == "ftpServer" }
        }
        return section
    }

    /// What is no section and is spelled nearly like `name`, whatever its prefix.
    private static func meantElement(by name: String) -> String? {
        let local = name.split(separator: ":").last.map(String.init) ?? name
        return NearestName.of(local, among: ["location", "configSections", "configuration"])
    }

    /// What only holds others together says nothing itself, but for the attributes `known`.
    mutating func requireNothing(of source: SourceElement, known: [String] = []) {
        for attribute in source.attributes where !known.contains(attribute.name) && !attribute.name.hasPrefix("xml:") {
            let remedy = known.isEmpty ? "; take it out" : NearestName.remedy(attribute.name, among: known)
            mistake(attribute.place, "<\(source.name)> has no attribute \"\(attribute.name)\"\(remedy)")
        }
        if source.hasText { mistake(source.place, source.textMistake) }
    }

    mutating func mistake(_ place: ConfigurationPlace, _ text: String) {
        mistakes.append(ConfigurationMistake(place, text))
    }
}

extension SourceElement {
    /// A sentence about text where there is to be none.
    var textMistake: String { "<\(name)> has text within, which says nothing here; take it out, or write an attribute" }
}
