/// Where something stands in what a user wrote.
package struct ConfigurationPlace: Codable, Sendable, Hashable {
    /// The file as the user named it, or `commandLine`.
    package var file: String
    /// From 1; 0 where there are no lines.
    package var line: Int
    /// Characters from 1; 0 where there are none.
    package var column: Int

    package init(file: String, line: Int = 0, column: Int = 0) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// The place of what was given as a flag.
    package static let commandLine = ConfigurationPlace(file: "command line")
    /// The place of what nobody set.
    package static let schema = ConfigurationPlace(file: "default")

    /// Whether this is told first: what has no line, and then by file and line.
    func isBefore(_ other: ConfigurationPlace) -> Bool {
        if line == 0 || other.line == 0 { return line < other.line }
        return (file, line, column) < (other.file, other.line, other.column)
    }
}

extension ConfigurationPlace: CustomStringConvertible {
    /// `modhost.yaml:3:7`, as editors and compilers write it.
    package var description: String { line == 0 ? file : "\(file):\(line):\(column)" }
}

// How messages speak of a file: in the words of its spelling.
extension ConfigurationPlace {
    /// Whether the file is in YAML, which its name says.
    var isYAML: Bool { [".yaml", ".yml"].contains { file.lowercased().hasSuffix($0) } }

    /// The name of an element: `<files>`, or `"files"` in YAML.
    func element(_ name: String) -> String { isYAML ? "\"\(name)\"" : "<\(name)>" }

    /// What has a value: an attribute, or a key in YAML.
    var attribute: String { isYAML ? "key" : "attribute" }
}

/// One thing that is wrong in a configuration: where, and a sentence with the remedy.
package struct ConfigurationMistake: Error, Codable, Sendable, Hashable {
    package var place: ConfigurationPlace
    package var text: String
    /// What those have in common that are told in one sentence; nil for one that is told alone.
    package var alike: String?

    package init(_ place: ConfigurationPlace, _ text: String, alike: String? = nil) {
        self.place = place
        self.text = text
        self.alike = alike
    }
}

extension ConfigurationMistake: CustomStringConvertible {
    package var description: String { "\(place): \(text)" }
}
