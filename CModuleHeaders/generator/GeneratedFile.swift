/// One output: a path from the package's root, and what it contains.
struct GeneratedFile {
    let path: String
    let text: String

    init(_ path: String, _ text: String) {
        self.path = path
        self.text = text
    }
}
