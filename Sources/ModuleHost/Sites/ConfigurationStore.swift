package import Configuration

/// What is in force where: the configuration of the server (and, later, of folders). Any thread.
package final class ConfigurationStore: Sendable {
    private let tree: ConfigurationTree

    package init(_ tree: ConfigurationTree) { self.tree = tree }

    /// The sections that are known.
    package var schemas: SchemaSet { tree.schemas }

    /// A section as it is in force at a place; nil if no schema describes it. Throws what is wrong there.
    package func section(
        _ name: String, at path: ConfigurationPath
    ) throws(ConfigurationMistakes) -> ConfigurationElement? {
        guard let effective = tree.section(name, at: path) else { return nil }
        guard effective.mistakes.isEmpty else { throw ConfigurationMistakes(effective.mistakes) }
        return effective.element
    }
}

extension ConfigurationTree {
    /// The sections that are known without any module, and nothing said of them.
    package static var unwritten: ConfigurationTree {
        let root = SourceElement("configuration", .commandLine)
        return ConfigurationTree(
            ConfigurationFile(root, path: .server, schemas: .builtIn), schemas: .builtIn)
    }
}
