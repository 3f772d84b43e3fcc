/// A tree in a form that can be sent: the elements of the server's file as numbers, with each text once.
package struct TreeRecord: Codable, Sendable, Equatable {
    private var texts: [String] = []
    private var numbers: [Int32] = []
    /// The sections that not every server knows.
    private var schemas: [SectionSchema] = []
    /// The sections that are modules' own.
    private var modules: [String: [String]] = [:]
    private let variables: EnvironmentVariables

    package init(_ tree: ConfigurationTree) {
        schemas = tree.schemas.names.compactMap { tree.schemas.section($0) }
            .filter { SchemaSet.builtIn.section($0.name)?.root != $0.root }
        variables = tree.variables
        modules = tree.schemas.modules
        var writer = RecordWriter()
        writer.add(tree.server.top)
        writer.add(tree.server.locations) { $0.add($1) }
        writer.add(tree.server.declarations.sorted { $0.key < $1.key }) { writer, entry in
            writer.add(entry.key)
            writer.add(entry.value)
        }
        writer.add(tree.server.unknown) { writer, entry in
            writer.add(entry.name)
            writer.add(entry.element)
            writer.add(entry.path.segments) { $0.add($1) }
        }
        writer.add(tree.overrides.sections.sorted { $0.key < $1.key }) { $0.add($1.value) }
        (texts, numbers) = (writer.texts, writer.numbers)
    }

    /// The tree again. Nil if the record is not whole.
    package func tree() -> ConfigurationTree? {
        var known = SchemaSet.builtIn
        for schema in schemas { known.replace(schema) }
        for (module, sections) in modules { known.setSections(sections, ofModule: module) }
        var reader = RecordReader(texts: texts, numbers: numbers)
        guard let top = reader.layer(), let locations = reader.list({ $0.layer() }),
            let declarations = reader.list({ $0.declaration() }), let unknown = reader.list({ $0.unknown() }),
            let overrides = reader.list({ $0.element(depth: 0) })
        else { return nil }
        let file = ConfigurationFile(
            top: top, locations: locations, declarations: Dictionary(declarations, uniquingKeysWith: { $1 }),
            unknown: unknown)
        return ConfigurationTree(
            file, schemas: known, overrides: ConfigurationOverrides(overrides), variables: variables)
    }
}

/// Writes the parts of a file one after the other; `RecordReader` reads them in that order.
private struct RecordWriter {
    private(set) var texts: [String] = []
    private(set) var numbers: [Int32] = []
    private var known: [String: Int32] = [:]

    mutating func add(_ number: Int) { numbers.append(Int32(clamping: number)) }

    mutating func add(_ text: String) {
        if let number = known[text] { return numbers.append(number) }
        let number = Int32(texts.count)
        known[text] = number
        texts.append(text)
        numbers.append(number)
    }

    mutating func add<Part>(_ list: [Part], _ body: (inout Self, Part) -> Void) {
        add(list.count)
        for part in list { body(&self, part) }
    }

    mutating func add(_ place: ConfigurationPlace) {
        add(place.file)
        add(place.line)
        add(place.column)
    }

    mutating func add(_ element: SourceElement) {
        add(element.name)
        add(element.place)
        add(element.attributes) { writer, attribute in
            writer.add(attribute.name)
            writer.add(attribute.value)
            writer.add(attribute.place)
        }
        add(element.children) { $0.add($1) }
    }

    mutating func add(_ layer: ConfigurationFile.Layer) {
        add(layer.path.segments) { $0.add($1) }
        add(layer.place)
        add(layer.mode.rawValue)
        add(layer.isInheritedByApplications ? 1 : 0)
        add(layer.sections.sorted { $0.key < $1.key }) { writer, section in
            writer.add(section.key)
            writer.add(section.value)
        }
    }

    mutating func add(_ declaration: ConfigurationFile.Declaration) {
        add(declaration.place)
        add(declaration.mode.rawValue)
        add(declaration.places?.rawValue ?? "")
        add(declaration.allowsLocation ? 1 : 0)
    }
}

/// Reads what `RecordWriter` wrote; nil where it is not whole.
private struct RecordReader {
    private let texts: [String]
    private let numbers: [Int32]
    private var position = 0

    init(texts: [String], numbers: [Int32]) {
        self.texts = texts
        self.numbers = numbers
    }

    /// Deeper than any reader goes there is nothing whole.
    private static let deepest = 1_000

    mutating func list<Part>(_ body: (inout Self) -> Part?) -> [Part]? {
        guard let count = number(), count >= 0, count <= numbers.count else { return nil }
        var list: [Part] = []
        list.reserveCapacity(count)
        for _ in 0..<count {
            guard let part = body(&self) else { return nil }
            list.append(part)
        }
        return list
    }

    mutating func element(depth: Int) -> SourceElement? {
        guard depth < Self.deepest, let name = text(), let place = place(), let attributes = list({ $0.attribute() }),
            let children = list({ $0.element(depth: depth + 1) })
        else { return nil }
        var element = SourceElement(name, place)
        element.attributes = attributes
        element.children = children
        return element
    }

    private mutating func attribute() -> SourceAttribute? {
        guard let name = text(), let value = text(), let place = place() else { return nil }
        return SourceAttribute(name, value, place)
    }

    mutating func layer() -> ConfigurationFile.Layer? {
        guard let path = list({ $0.text() }), let place = place(), let mode = mode(), let inherits = number(),
            let sections = list({ $0.section() })
        else { return nil }
        var layer = ConfigurationFile.Layer(path: ConfigurationPath(path), place: place)
        layer.mode = mode
        layer.isInheritedByApplications = inherits == 1
        layer.sections = Dictionary(sections.map { ($0.name, $0.element) }, uniquingKeysWith: { $1 })
        return layer
    }

    mutating func declaration() -> (String, ConfigurationFile.Declaration)? {
        guard let name = text(), let place = place(), let mode = mode(), let places = text(), let allows = number()
        else { return nil }
        return (
            name,
            ConfigurationFile.Declaration(
                mode: mode, places: SectionRule.Places(rawValue: places), allowsLocation: allows == 1, place: place)
        )
    }

    mutating func unknown() -> ConfigurationFile.Unknown? {
        guard let section = section(), let path = list({ $0.text() }) else { return nil }
        return ConfigurationFile.Unknown(name: section.name, element: section.element, path: ConfigurationPath(path))
    }

    private mutating func section() -> (name: String, element: SourceElement)? {
        guard let name = text(), let element = element(depth: 0) else { return nil }
        return (name, element)
    }

    private mutating func mode() -> ConfigurationFile.OverrideMode? {
        text().flatMap { ConfigurationFile.OverrideMode(rawValue: $0) }
    }

    private mutating func place() -> ConfigurationPlace? {
        guard let file = text(), let line = number(), let column = number() else { return nil }
        return ConfigurationPlace(file: file, line: line, column: column)
    }

    private mutating func text() -> String? {
        guard let number = number(), texts.indices.contains(number) else { return nil }
        return texts[number]
    }

    private mutating func number() -> Int? {
        guard position < numbers.count else { return nil }
        position += 1
        return Int(numbers[position - 1])
    }
}
