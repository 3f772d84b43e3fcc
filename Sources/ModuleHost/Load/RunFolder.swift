import Glibc

/// The directory of one server for what it needs while it runs, locked as long as its process lives.
///
/// The lock is the system's, so it goes with the process however that ends: a folder that nobody has locked is left over.
/// Cleaners that honour such locks, as systemd-tmpfiles does, leave a locked folder alone. Used by one thread.
final class RunFolder: @unchecked Sendable {
    // Safety: `lock` changes in `restore` only, which the one thread of the supervisor calls.

    /// An absolute path.
    let path: String
    /// Permissions of the folder and of those in it.
    let mode: UInt32
    /// The group of it all; nil for this process's own.
    let group: UInt32?
    private var lock: Int32

    private static let prefix = "modhost-"
    /// Before it is locked a folder has a name that no other server takes for a left-over.
    private static let prefixOfNew = ".modhost-"
    /// A file that says what the folder is: nothing else of that name is ever removed.
    private static let mark = ".modhost-run-folder"
    private static let suffixLength = 6

    /// Makes and locks a folder of an unused name in `place`.
    init(in place: String, mode: UInt32, group: UInt32?) throws(FileFault) {
        let new = try FileTree.makeUniqueDirectory(prefix: "\(place)/\(Self.prefixOfNew)")
        self.mode = mode
        self.group = group
        path = "\(place)/\(Self.prefix)\(new.suffix(Self.suffixLength))"
        do throws(FileFault) {
            try FileTree.write([], to: "\(new)/\(Self.mark)", mode: 0o440, group: group)
            try FileTree.setAccess(new, mode: mode, group: group)
            lock = try Self.locked(new)
            guard try FileTree.move(new, to: path) else { throw .system(call: "rename", errno: EEXIST) }
        } catch {
            try? FileTree.remove(new)
            throw error
        }
    }

    deinit { close(lock) }

    /// Whether the folder is still there, and still the one that was made.
    var isThere: Bool {
        var here = stat()
        var own = stat()
        return lstat(path, &here) == 0 && fstat(lock, &own) == 0 && here.st_ino == own.st_ino
            && here.st_dev == own.st_dev
    }

    /// Makes the folder again under the same name. Throws if there is something else of that name by now.
    func restore() throws(FileFault) {
        guard !isThere else { return }
        guard mkdir(path, 0o700) == 0 else { throw .system(call: "mkdir", errno: errno) }
        try FileTree.write([], to: "\(path)/\(Self.mark)", mode: 0o440, group: group)
        try FileTree.setAccess(path, mode: mode, group: group)
        let new = try Self.locked(path)
        close(lock)
        lock = new
    }

    /// Removes the folders in `place` that servers of this user have left behind without the chance to clean up.
    static func removeStale(in place: String) {
        for name in (try? FileTree.names(in: place)) ?? [] where isCandidate(name) {
            let path = "\(place)/\(name)"
            guard FileTree.exists("\(path)/\(mark)"), let lock = try? locked(path) else { continue }
            defer { close(lock) }
            var status = stat()
            guard fstat(lock, &status) == 0, status.st_uid == geteuid() else { continue }
            // A folder that is being made gets its lock in a moment.
            if name.hasPrefix("."), time(nil) - status.st_mtim.tv_sec < 60 { continue }
            try? FileTree.remove(path)
        }
    }

    private static func isCandidate(_ name: String) -> Bool {
        [prefix, prefixOfNew].contains { name.hasPrefix($0) && name.utf8.count == $0.utf8.count + suffixLength }
    }

    /// A descriptor with a lock on the folder. Throws if it is another's.
    private static func locked(_ path: String) throws(FileFault) -> Int32 {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system(call: "open", errno: errno) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            close(descriptor)
            throw .system(call: "flock", errno: code)
        }
        return descriptor
    }
}
