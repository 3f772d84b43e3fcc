import Glibc
import ModuleFiles
import ModuleHost

/// What a build does to the file system, with every failure a sentence.
enum BuildFolders {
    /// Refuses an output that would destroy a source or cannot be a file, and makes the folder that it goes into.
    static func prepareOutput(_ options: BuildOptions) throws(BuildError) {
        let output = options.output
        if let kind = status(output) {
            if kind.isDirectory { throw .outputIsDirectory(path: output) }
            for source in options.sources where status(source.path)?.identity == kind.identity {
                throw .outputIsSource(path: output)
            }
        }
        if output.isEmpty || output.hasSuffix("/") { throw .outputIsDirectory(path: output) }
        try makeFolders(folder(of: output))
    }

    /// Refuses a source that is not a readable file.
    static func checkSources(_ options: BuildOptions) throws(BuildError) {
        for source in options.sources {
            guard let kind = status(source.path), access(source.path, R_OK) == 0 else {
                throw .noSuchSource(path: source.path)
            }
            if kind.isDirectory { throw .sourceIsDirectory(path: source.path) }
        }
    }

    /// A new folder for object files. The caller removes it.
    static func makeScratch(_ parent: String?) throws(BuildError) -> String {
        let parent = parent.flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        do {
            return try FileTree.makeUniqueDirectory(prefix: "\(parent)/modhost-build-")
        } catch {
            throw .noScratchFolder(reason: "\(parent): \(error.explanation)")
        }
    }

    /// The folder part of a path: "." if it has none.
    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func makeFolders(_ folder: String) throws(BuildError) {
        if let kind = status(folder) {
            guard kind.isDirectory else { throw .noOutputFolder(path: folder, reason: "it is a file") }
            return
        }
        let parent = Self.folder(of: folder)
        if parent != folder { try makeFolders(parent) }
        if mkdir(folder, 0o777) != 0, errno != EEXIST {
            throw .noOutputFolder(path: folder, reason: FileFault.explanation(of: errno))
        }
    }

    private static func status(_ path: String) -> (isDirectory: Bool, identity: FileIdentity)? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        let identity = FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
        return (status.st_mode & S_IFMT == S_IFDIR, identity)
    }
}
