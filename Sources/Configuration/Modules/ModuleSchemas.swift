/// The schemas that modules bring along: files beside their images, and files that the configuration names.
struct ModuleSchemas {
    private(set) var set: SchemaSet
    private(set) var mistakes: [ConfigurationMistake] = []
    private let files: ConfigurationFiles
    /// The names of the sections in each file that was read.
    private var read: [String: [String]] = [:]

    init(_ set: SchemaSet, _ files: ConfigurationFiles) {
        self.set = set
        self.files = files
    }

    /// Adds what one module brings along. `schema` is the file that the configuration names for it.
    mutating func add(_ name: String, image: String, schema: PlacedText?) {
        let folder = image.lastIndex(of: "/").map { String(image[...$0]) } ?? ""
        var own: [String] = []
        for file in files.list(folder.isEmpty ? "." : folder).sorted() {
            guard let stem = Self.stem(file) else { continue }
            let path = folder + file
            add(path, at: ConfigurationPlace(file: path), "it")
            // A named one says which of them is the module's own.
            let isOwn = [name, ModuleName.ofImage(image)].contains { $0.lowercased() == stem }
            if isOwn, schema == nil { own += read[path] ?? [] }
        }
        if let schema {
            add(schema.text, at: schema.place, "the schema \(schema.text) of the module \"\(name)\"")
            own = read[schema.text] ?? []
        }
        if own.isEmpty, let section = Self.withoutSchema(name) {
            do throws(ConfigurationMistake) {
                try set.add(section)
                own = [section.name]
            } catch {
                // A name that no section can have: the module has none.
            }
        }
        var seen: Set<String> = []
        set.setSections(own.filter { seen.insert($0).inserted }, ofModule: name)
    }

    /// The part of a schema file's name that says whose it is, in small letters; nil if it is no schema.
    private static func stem(_ file: String) -> String? {
        let name = file.lowercased()
        guard let suffix = ["_schema.xml", "_schema.yaml", "_schema.yml"].first(where: { name.hasSuffix($0) }) else {
            return nil
        }
        return String(name.dropLast(suffix.count))
    }

    private mutating func add(_ path: String, at place: ConfigurationPlace, _ what: String) {
        guard read[path] == nil else { return }
        read[path] = []
        switch files.read(path) {
        case .failure(let error):
            mistakes.append(ConfigurationMistake(place, "\(what) cannot be read: \(error.description)"))
        case .success(let bytes):
            let (sections, told) = SchemaSet.read(schemaFile: path, bytes)
            mistakes += told
            for section in sections where told.isEmpty { add(section, of: path) }
        }
    }

    private mutating func add(_ section: SectionSchema, of path: String) {
        let group = section.name.prefix { $0 != "/" }.lowercased()
        guard group != "modhost" else {
            return mistakes.append(
                ConfigurationMistake(
                    section.place, "the section \(section.name) is modhost's own; a module names its sections otherwise"
                ))
        }
        do throws(ConfigurationMistake) {
            try set.add(section)
            read[path, default: []].append(section.name)
        } catch {
            mistakes.append(error)
        }
    }

    /// The section of a module that has no schema: any attribute, as text.
    private static func withoutSchema(_ name: String) -> SectionSchema? {
        guard !name.contains("/") else { return nil }
        var root = ElementSchema(name: name)
        root.allowsOtherAttributes = true
        return SectionSchema(name: SchemaSet.withoutSchema + name, root: root, place: .schema)
    }
}

extension SchemaSet {
    /// What the sections of modules without a schema begin with.
    static let withoutSchema = "modhost/config/"
}

extension ServerFile {
    /// The section that a module has for its own settings: the one that its schema file describes, or one for any text if it has no
    /// schema. Nil if there is no such module, or if its schema describes several sections; see `ownSections`.
    package func ownSection(ofModule name: String) -> String? {
        let sections = ownSections(ofModule: name)
        return sections.count == 1 ? sections[0] : nil
    }

    /// The sections that a module's schema file describes, in its order.
    package func ownSections(ofModule name: String) -> [String] { tree.schemas.sections(ofModule: name) }
}
