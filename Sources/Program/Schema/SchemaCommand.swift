import ArgumentParser
import Configuration
import Glibc

/// `modhost schema`: what a configuration in YAML may hold, for an editor.
struct SchemaCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print a JSON Schema for configurations in YAML.",
        discussion: """
            Editors that know it complete and check a file while it is written. Keep it in a file, and name that in the first line of \
            the configuration: # yaml-language-server: $schema=modhost.schema.json

            The sections of modules are in it if they have schemas: of those that a configuration names, and of those that are named \
            as arguments.
            """)

    @OptionGroup var file: FileOption

    @Argument(help: "Module files beside which schemas are looked for.", completion: .file(extensions: ["so"]))
    var modules: [String] = []

    func run() throws {
        let named = modules.map { ModuleOptions.Request(name: nil, path: $0) }
        for module in named where !ConfigurationFiles.system.exists(module.path) {
            throw StartFailure(description: "\(module.path): there is no such file; name the file of a module.")
        }
        // What else is wrong with the file does not matter: its author may be writing it with this very schema.
        let read = try file.read(ConfigurationOverrides(), modules: named)
        if !read.schemaMistakes.isEmpty { throw ConfigurationMistakes(read.schemaMistakes) }
        print(JSONSchema(read.tree.schemas).text, terminator: "")
        fflush(nil)
    }
}
