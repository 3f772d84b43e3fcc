import Glibc

/// A path that a user gave, made independent of the working folder, which a module may change.
package enum AbsolutePath {
    /// `path` from the root on, links and dots as they are: what a user put beside a link is found there. Nil if the path is
    /// relative and the working folder has been removed.
    package static func of(_ path: String) -> String? {
        if path.hasPrefix("/") { return path }
        guard let folder = getcwd(nil, 0) else { return nil }
        defer { free(folder) }
        return "\(String(cString: folder))/\(path)"
    }
}
