import Glibc

/// The few changes to the file system that private copies need, with every failure a value.
package enum FileTree {
    /// Makes a directory of an unused name, which begins with `prefix`, for this process alone.
    package static func makeUniqueDirectory(prefix: String) throws(FileFault) -> String {
        var template = Array("\(prefix)XXXXXX".utf8CString)
        let made = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) } != nil
        }
        guard made else { throw .system(call: "mkdtemp", errno: errno) }
        let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        // Whatever the umask leaves of it.
        guard chmod(path, 0o700) == 0 else { throw .system(call: "chmod", errno: errno) }
        return path
    }

    /// Makes a directory with exactly this mode and this group; one that exists already is left as it is.
    package static func makeDirectory(_ path: String, mode: UInt32, group: UInt32?) throws(FileFault) {
        guard mkdir(path, 0o700) == 0 else {
            if errno == EEXIST { return }
            throw .system(call: "mkdir", errno: errno)
        }
        try setAccess(path, mode: mode, group: group)
    }

    /// Gives a file or directory its group and mode, in this order, so that no other group has access in between.
    package static func setAccess(_ path: String, mode: UInt32, group: UInt32?) throws(FileFault) {
        if let group, chown(path, UInt32.max, group) != 0 { throw .system(call: "chown", errno: errno) }
        guard chmod(path, mode) == 0 else { throw .system(call: "chmod", errno: errno) }
    }

    /// Writes a new file; one of that name must not exist.
    package static func write(_ bytes: [UInt8], to path: String, mode: UInt32, group: UInt32?) throws(FileFault) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .system(call: "open", errno: errno) }
        var failure: Int32 = 0
        bytes.withUnsafeBytes { buffer in
            var written = 0
            while written < buffer.count {
                let count = Glibc.write(descriptor, buffer.baseAddress?.advanced(by: written), buffer.count - written)
                if count >= 0 { written += count } else if errno != EINTR { failure = errno; return }
            }
        }
        if close(descriptor) != 0, failure == 0 { failure = errno }
        guard failure == 0 else { throw .system(call: "write", errno: failure) }
        try setAccess(path, mode: mode, group: group)
    }

    /// Whether there is anything of that name.
    package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Gives a directory another name. False if there is one of that name with something in it.
    package static func move(_ path: String, to other: String) throws(FileFault) -> Bool {
        if rename(path, other) == 0 { return true }
        guard errno == EEXIST || errno == ENOTEMPTY else { throw .system(call: "rename", errno: errno) }
        return false
    }

    /// Whether images in this directory may be mapped as code. True if the system does not say.
    package static func allowsExecution(_ path: String) -> Bool {
        var status = statvfs()
        let noExecution: UInt = 8
        return statvfs(path, &status) != 0 || UInt(status.f_flag) & noExecution == 0
    }

    /// Removes a directory and all that is in it. Links are removed, not followed. No such directory is no failure.
    package static func remove(_ path: String) throws(FileFault) {
        for name in try names(in: path) {
            let entry = "\(path)/\(name)"
            if unlink(entry) == 0 || errno == ENOENT { continue }
            guard errno == EISDIR || errno == EPERM else { throw .system(call: "unlink", errno: errno) }
            try remove(entry)
        }
        guard rmdir(path) == 0 || errno == ENOENT else { throw .system(call: "rmdir", errno: errno) }
    }

    /// The names of what is in a directory. None if there is no such directory.
    package static func names(in path: String) throws(FileFault) -> [String] {
        guard let directory = opendir(path) else {
            if errno == ENOENT { return [] }
            throw .system(call: "opendir", errno: errno)
        }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { field in
                field.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: field.pointee)) {
                    String(cString: $0)
                }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names
    }
}
