extension ConfigurationFile {
    /// Reads the file of that name whole, or says why it cannot be read, as the end of a sentence. Nothing in this target reads a
    /// file by itself.
    package typealias FileReader = @Sendable (_ name: String) -> Result<[UInt8], ConfigurationError>

    /// Reads a file: YAML by its name, else XML. All mistakes of its form, and no file if nothing of it could be read. `read` reads
    /// the files that it names as sources of sections; without it there can be none.
    package static func read(
        _ name: String, _ bytes: [UInt8], path: ConfigurationPath, schemas: SchemaSet, read: FileReader? = nil
    ) -> (file: ConfigurationFile?, mistakes: [ConfigurationMistake]) {
        do throws(ConfigurationMistake) {
            let text = try ConfigurationText.decoded(name, bytes)
            guard ConfigurationPlace(file: name).isYAML else {
                let file = ConfigurationFile(try XMLReader.read(text), path: path, schemas: schemas, read: read)
                return (file, file.mistakes)
            }
            var reader = YAMLReader(file: name)
            guard let document = reader.document(text) else { return (nil, reader.mistakes) }
            let root = reader.configuration(document, schemas)
            let file = ConfigurationFile(root, path: path, schemas: schemas)
            return (file, reader.mistakes + file.mistakes)
        } catch {
            return (nil, [error])
        }
    }
}
