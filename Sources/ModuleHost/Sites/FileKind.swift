import Glibc

/// What a path leads to.
enum FileKind {
    case file, folder

    /// Nil if nothing is there, or it may not be looked at.
    static func of(_ path: String) -> FileKind? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return status.st_mode & S_IFMT == S_IFDIR ? .folder : .file
    }
}
