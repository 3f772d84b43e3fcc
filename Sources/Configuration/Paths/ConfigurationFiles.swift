/// What a configuration asks of the file system. Whoever reads one answers it: nothing here touches a file.
package struct ConfigurationFiles: Sendable {
    /// The bytes of a file; or why they cannot be read, as the end of a sentence.
    package var read: @Sendable (_ path: String) -> Result<[UInt8], ConfigurationError>
    /// The names of the files in a folder, in any order; none if there is no such folder.
    package var list: @Sendable (_ folder: String) -> [String]
    /// Whether there is a file of that name.
    package var exists: @Sendable (_ path: String) -> Bool

    package init(
        read: @escaping @Sendable (String) -> Result<[UInt8], ConfigurationError>,
        list: @escaping @Sendable (String) -> [String], exists: @escaping @Sendable (String) -> Bool
    ) {
        self.read = read
        self.list = list
        self.exists = exists
    }

    /// There are no files.
    package static let none = ConfigurationFiles(
        read: { _ in .failure(ConfigurationError("there is no such file")) }, list: { _ in [] }, exists: { _ in false })
}
