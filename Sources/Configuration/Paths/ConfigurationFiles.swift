/// What a configuration asks of the file system. Whoever reads one answers it: nothing here touches a file.
package struct ConfigurationFiles: Sendable {
    /// The bytes of a file; or why they cannot be read, as the end of a sentence.
    package var read: @Sendable (_ path: String) -> Result<[UInt8], ConfigurationError>
    /// The names of the files in a folder, in any order; none if there is no such folder.
    package var list: @Sendable (_ folder: String) -> [String]
    /// Whether there is a file of that name.
    package var exists: @Sendable (_ path: String) -> Bool
    /// What is where a folder is looked for.
    package var folder: @Sendable (_ path: String) -> Folder

    /// What is where a folder is looked for.
    package enum Folder: Sendable, Equatable {
        /// The folder, or whatever nobody can tell.
        case there
        /// Nothing of that name.
        case missing
        /// Something else.
        case other
        /// It cannot be told, for this reason.
        case hidden(String)
    }

    package init(
        read: @escaping @Sendable (String) -> Result<[UInt8], ConfigurationError>,
        list: @escaping @Sendable (String) -> [String], exists: @escaping @Sendable (String) -> Bool,
        folder: @escaping @Sendable (String) -> Folder = { _ in .there }
    ) {
        self.read = read
        self.list = list
        self.exists = exists
        self.folder = folder
    }

    /// There are no files.
    package static let none = ConfigurationFiles(
        read: { _ in .failure(ConfigurationError("there is no such file")) }, list: { _ in [] }, exists: { _ in false })
}
