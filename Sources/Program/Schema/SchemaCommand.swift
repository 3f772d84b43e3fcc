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
            """)

    func run() throws {
        print(JSONSchema(.builtIn).text, terminator: "")
        fflush(nil)
    }
}
