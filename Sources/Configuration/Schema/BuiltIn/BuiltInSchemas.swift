/// The sections that modhost knows without being told: IIS's own, and those that only modhost has.
///
/// They are written as IIS writes schemas, so that the reader of modules' schemas reads them too.
enum BuiltInSchemas {
    /// All of them. Read once.
    static let all: SchemaSet = {
        var set = SchemaSet()
        for (name, text) in [
            ("system.applicationHost/applicationPools", applicationHost), ("system.applicationHost/sites", sites),
            ("system.webServer", webServer), ("system.webServer/security", security), ("modhost", modhost),
        ] {
            let mistakes = set.add(schemaFile: name, Array(text.utf8))
            precondition(mistakes.isEmpty, "A schema of modhost's own is wrong: \(mistakes)")
        }
        return set
    }()
}

extension SchemaSet {
    /// What is known without any module.
    package static var builtIn: SchemaSet { BuiltInSchemas.all }
}
