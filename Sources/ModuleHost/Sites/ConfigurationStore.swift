package import Configuration

/// What is in force where: the configuration of the server. Any thread.
package final class ConfigurationStore: Sendable {
    let tree: ConfigurationTree
    /// The modules that it names, in small letters.
    private let modules: Set<String>

    package init(_ tree: ConfigurationTree) {
        self.tree = tree
        let images = tree.section("system.webServer/globalModules", at: .server)?.element.items ?? []
        modules = Set(images.map { $0.string("name").lowercased() })
    }

    /// Whether a module is one of the configuration, and not one that the program was given beside it.
    func isConfigured(_ module: String) -> Bool { modules.contains(module.lowercased()) }

    package var schemas: SchemaSet { tree.schemas }

    /// A section as it is in force at a place; nil if no schema describes it. Throws what is wrong there.
    package func section(
        _ name: String, at path: ConfigurationPath
    ) throws(ConfigurationMistakes)
        -> ConfigurationElement?
    {
        guard let effective = tree.section(name, at: path) else { return nil }
        guard effective.mistakes.isEmpty else { throw ConfigurationMistakes(effective.mistakes) }
        return effective.element
    }
}
