import Glibc

/// A path that a user gave, made independent of the working folder, which a module may change.
enum AbsolutePath {
    /// `path` from the root on, links and dots as they are. Throws ``StartFailure`` that names `option` if the path is relative
    /// and the working folder has been removed.
    static func of(_ path: String, option: String) throws(StartFailure) -> String {
        if path.hasPrefix("/") { return path }
        guard let folder = getcwd(nil, 0) else {
            throw StartFailure(
                description:
                    "\(option) \(path): the working folder is not there any more; change to one that is, or give the whole "
                    + "path")
        }
        defer { free(folder) }
        return "\(String(cString: folder))/\(path)"
    }
}
