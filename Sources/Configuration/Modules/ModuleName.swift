/// The names of modules that nobody has named.
package enum ModuleName {
    /// The name that a file gives: its own without the folder and without `.so`.
    package static func ofImage(_ path: String) -> String {
        let file = path.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last ?? ""
        for suffix in [".so", ".dll"] where file.count > suffix.count && file.lowercased().hasSuffix(suffix) {
            return String(file.dropLast(suffix.count))
        }
        return String(file)
    }
}
