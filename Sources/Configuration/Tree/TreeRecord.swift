/// A tree in a form that can be sent: the elements of its files as numbers, with each text once.
package struct TreeRecord: Codable, Sendable, Equatable {
    private var texts: [String] = []
    private var numbers: [Int32] = []
    /// How many elements there are: the file's, then those that have the last word.
    private var count = 0
    /// The sections that not every server knows.
    private var schemas: [SectionSchema] = []

    package init(_ tree: ConfigurationTree) {
        schemas = tree.schemas.names.compactMap { tree.schemas.section($0) }
            .filter { SchemaSet.builtIn.section($0.name)?.root != $0.root }
        var writer = Writer()
        let overrides = tree.overrides.sections.sorted { $0.key < $1.key }
        writer.add(tree.server.root)
        for (_, element) in overrides { writer.add(element) }
        count = 1 + overrides.count
        (texts, numbers) = (writer.texts, writer.numbers)
    }

    /// The tree again. Nil if the record is not whole.
    package func tree() -> ConfigurationTree? {
        var known = SchemaSet.builtIn
        for schema in schemas { known.replace(schema) }
        var reader = Reader(texts: texts, numbers: numbers)
        var elements: [SourceElement] = []
        for _ in 0..<count {
            guard let element = reader.element(depth: 0) else { return nil }
            elements.append(element)
        }
        guard let root = elements.first else { return nil }
        return ConfigurationTree(
            ConfigurationFile(root, path: .server, schemas: known), schemas: known,
            overrides: ConfigurationOverrides(elements.dropFirst()))
    }

    private struct Writer {
        var texts: [String] = []
        var numbers: [Int32] = []
        private var known: [String: Int32] = [:]

        mutating func add(_ element: SourceElement) {
            numbers.append(number(of: element.name))
            add(element.place)
            numbers.append(Int32(element.attributes.count))
            for attribute in element.attributes {
                numbers.append(number(of: attribute.name))
                numbers.append(number(of: attribute.value))
                add(attribute.place)
            }
            numbers.append(Int32(element.children.count))
            for child in element.children { add(child) }
        }

        private mutating func add(_ place: ConfigurationPlace) {
            numbers.append(number(of: place.file))
            numbers.append(Int32(clamping: place.line))
            numbers.append(Int32(clamping: place.column))
        }

        private mutating func number(of text: String) -> Int32 {
            if let number = known[text] { return number }
            let number = Int32(texts.count)
            known[text] = number
            texts.append(text)
            return number
        }
    }

    private struct Reader {
        let texts: [String]
        let numbers: [Int32]
        private var position = 0

        init(texts: [String], numbers: [Int32]) {
            self.texts = texts
            self.numbers = numbers
        }

        /// Deeper than any reader goes there is nothing whole.
        private static let deepest = 1_000

        mutating func element(depth: Int) -> SourceElement? {
            guard depth < Self.deepest, let name = text(), let place = place(), let attributes = number() else {
                return nil
            }
            var element = SourceElement(name, place)
            for _ in 0..<max(0, attributes) {
                guard let name = text(), let value = text(), let place = self.place() else { return nil }
                element.attributes.append(SourceAttribute(name, value, place))
            }
            guard let children = number() else { return nil }
            for _ in 0..<max(0, children) {
                guard let child = self.element(depth: depth + 1) else { return nil }
                element.children.append(child)
            }
            return element
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
}
