import Configuration
import Glibc

extension ConfigurationFiles {
    /// The files of this system.
    static let system = ConfigurationFiles(
        read: { path in Result { () throws(ConfigurationError) in try SystemFiles.bytes(of: path) } },
        list: SystemFiles.names, exists: SystemFiles.isFile, folder: SystemFiles.folder)
}

private enum SystemFiles {
    /// The bytes of a file. Throws why they cannot be read, and what to do.
    static func bytes(of path: String) throws(ConfigurationError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw ConfigurationError("\(String(cString: strerror(errno))); name a file that modhost may read")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw ConfigurationError("this is no file; name one in YAML or in the XML of IIS")
        }
        let tooLarge = "the file has more than \(ServerFile.largest >> 20) MiB; that is no configuration"
        guard status.st_size <= ServerFile.largest else { throw ConfigurationError(tooLarge) }
        // To the end and not to the size that the file had: half a configuration can be a whole one that says less.
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw ConfigurationError(
                    "\(String(cString: strerror(errno))); name a file that can be read to its end")
            }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
            guard bytes.count <= ServerFile.largest else { throw ConfigurationError(tooLarge) }
        }
    }

    /// The names in a folder; none if it cannot be read.
    static func names(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            names.append(
                withUnsafePointer(to: &entry.pointee.d_name) { name in
                    name.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
                })
        }
        return names
    }

    static func folder(_ path: String) -> ConfigurationFiles.Folder {
        var status = stat()
        if stat(path, &status) == 0 { return status.st_mode & S_IFMT == S_IFDIR ? .there : .other }
        let code = errno
        // A file stands where a folder on the way would be.
        return code == ENOENT || code == ENOTDIR ? .missing : .hidden(String(cString: strerror(code)))
    }

    static func isFile(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}
