import Glibc

/// The directory of one server for what it needs while it runs, locked as long as its process lives.
///
/// The lock is the system's, so it goes with the process however that ends: a folder that is not locked is left over.
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
        self.mode = mode
        self.group = group
        let new = try FileTree.makeUniqueDirectory(prefix: "\(place)/\(Self.prefixOfNew)")
        path = "\(place)/\(Self.prefix)\(new.suffix(Self.suffixLength))"
        lock = try Self.complete(new, as: path, mode: mode, group: group)
    }

    /// Makes the folder `new` what a run folder is, and only then gives it its name. Returns its lock.
    private static func complete(
        _ new: String, as path: String, mode: UInt32, group: UInt32?
    ) throws(FileFault) -> Int32 {
        var lock: Int32 = -1
        do throws(FileFault) {
            try FileTree.write([], to: "\(new)/\(mark)", mode: 0o440, group: group)
            try FileTree.setAccess(new, mode: mode, group: group)
            lock = try locked(new)
            guard try FileTree.move(new, to: path) else { throw .system(call: "rename", errno: EEXIST) }
            return lock
        } catch {
            if lock >= 0 { close(lock) }
            try? FileTree.remove(new)
            throw error
        }
    }

    deinit { close(lock) }

    /// Whether nothing of the folder itself is missing.
    var isWhole: Bool { isThere && FileTree.exists("\(path)/\(Self.mark)") }

    /// Whether the folder is still there, and still the one that was made.
    private var isThere: Bool {
        var here = stat()
        var own = stat()
        return lstat(path, &here) == 0 && fstat(lock, &own) == 0 && here.st_ino == own.st_ino
            && here.st_dev == own.st_dev
    }

    /// Makes the folder, or what is missing of it, again under the same name. Throws if there is something else of that name by
    /// now; a later call may succeed.
    func restore() throws(FileFault) {
        if isThere {
            let mark = "\(path)/\(Self.mark)"
            if !FileTree.exists(mark) { try FileTree.write([], to: mark, mode: 0o440, group: group) }
            return
        }
        let place = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let new = try FileTree.makeUniqueDirectory(prefix: "\(place)/\(Self.prefixOfNew)")
        let newLock = try Self.complete(new, as: path, mode: mode, group: group)
        close(lock)
        lock = newLock
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
