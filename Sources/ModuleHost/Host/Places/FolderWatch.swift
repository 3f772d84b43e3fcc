import CProcess
import Configuration
import Glibc
import OperatingSystem

/// Learns of changes to web.config and to the folders that sites are made of: by inotify(7), and by looking once a second where
/// the system watches no more folders. It has a thread of its own from the first folder on, on which no module runs.
final class FolderWatch: @unchecked Sendable {
    // Safety: what changes is in a Lock; the callback is set before the first folder.

    /// What has changed.
    struct Change: Sendable {
        /// Where a web.config is another one now, as the configuration names the places.
        var paths: Set<String> = []
    }

    private struct Watched {
        var folder: String
        var paths: Set<String>
    }

    private struct Looked {
        var watched: Watched
        /// Whether the system tells of what changes in it.
        let isWatched: Bool
        var look: Look

        init(watched: Watched, isWatched: Bool) {
            self.watched = watched
            self.isWatched = isWatched
            look = Look(watched.folder, isWatched: isWatched)
        }
    }

    private struct State {
        var descriptor: Int32 = -1
        var isEnding = false
        var hasComplained = false
        var byNumber: [Int32: Watched] = [:]
        var numbers: [String: Int32] = [:]
        /// Folders that the system does not watch, with what they looked like.
        var looked: [String: Looked] = [:]
        var thread: PosixThread?
        /// A pipe: what is written to the cord rings the bell, which wakes the thread.
        var bell: Int32 = -1
        var cord: Int32 = -1
    }

    /// What a folder looked like.
    private struct Look: Hashable {
        let file: FolderFiles.Stamp?
        let folder: FolderFiles.Stamp?

        /// `isWatched` leaves out what the system tells of the folder.
        init(_ folder: String, isWatched: Bool) {
            let stamp = FolderFiles.Stamp(folder)
            self.folder = isWatched ? stamp?.withoutTime : stamp
            let name = FolderFiles.Listing(of: folder).files.first ?? ConfigurationTree.folderFile
            file = FolderFiles.Stamp(folder + "/" + name)
        }
    }

    private let known = Lock(State())
    private let changed: @Sendable (Change) -> Void
    /// Something has changed, and more may follow.
    private let noticed: @Sendable () -> Void
    /// Says why folders are only looked at, once.
    private let complain: @Sendable (String) -> Void

    private static let mask = UInt32(
        IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_CREATE | IN_DELETE | IN_DELETE_SELF | IN_MOVE_SELF
            | IN_ATTRIB | IN_ONLYDIR)
    /// Milliseconds after a change in which further ones are waited for: a copy of a site is many changes.
    private static let settleTime: Int32 = 20
    /// How often further changes are waited for.
    private static let mostRounds = 10
    /// Milliseconds between two looks at folders that the system does not watch.
    private static let lookTime: Int32 = 1_000

    /// `noticed` is called at once, and `changed` when nothing more has changed for a moment, on the thread of this watch.
    init(
        noticed: @escaping @Sendable () -> Void, changed: @escaping @Sendable (Change) -> Void,
        complain: @escaping @Sendable (String) -> Void
    ) {
        self.noticed = noticed
        self.changed = changed
        self.complain = complain
    }

    /// Watches a folder, which is `path` in the configuration. `alsoLook` has it looked at as well: what is above it, or what a link in
    /// it leads to, can change without a word from the system.
    func add(_ folder: String, path: String, alsoLook: Bool = false) {
        let problem = known.withLock { known -> String? in
            guard !known.isEnding else { return nil }
            if known.looked[folder] != nil {
                known.looked[folder]?.watched.paths.insert(path)
            } else if alsoLook {
                known.looked[folder] = Looked(
                    watched: Watched(folder: folder, paths: [path]), isWatched: true)
            }
            return Self.begin(folder, path, &known)
        }
        if let problem { complain(problem) }
        startThread()
        // A thread that sleeps without an end has to hear of the first folder that is only looked at.
        known.withLock { known in
            if !known.looked.isEmpty, known.cord >= 0 { _ = write(known.cord, "l", 1) }
        }
    }

    private static func begin(_ folder: String, _ path: String, _ known: inout State) -> String? {
        if known.descriptor < 0 { known.descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK)) }
        let number = known.descriptor < 0 ? -1 : inotify_add_watch(known.descriptor, folder, mask)
        guard number < 0 else {
            // Two paths to one folder have one number.
            var watched = known.byNumber[number] ?? Watched(folder: folder, paths: [])
            // It may have another name by now.
            watched.folder = folder
            watched.paths.insert(path)
            known.byNumber[number] = watched
            known.numbers[folder] = number
            return nil
        }
        let code = errno
        known.looked[folder] = Looked(watched: Watched(folder: folder, paths: [path]), isWatched: false)
        guard code == ENOSPC || code == EMFILE, !known.hasComplained else { return nil }
        known.hasComplained = true
        return "the system watches no more folders (fs.inotify.max_user_watches or max_user_instances); web.config of "
            + "further ones is looked at once a second"
    }

    private func startThread() {
        known.withLock { known in
            guard known.thread == nil, !known.isEnding else { return }
            var ends: [Int32] = [-1, -1]
            guard ProcessCalls_MakePipe(&ends) == 0 else { return }
            (known.bell, known.cord) = (ends[0], ends[1])
            known.thread = try? PosixThread.start(named: "modhost-folders") { [self] in run() }
        }
    }

    /// Forgets the folders that are only looked at, of which nothing is known any more.
    func forgetLooks() { known.withLock { $0.looked = [:] } }

    /// Ends the thread. A second call does nothing.
    func end() {
        let thread = known.withLock { known -> PosixThread? in
            defer { known.thread = nil }
            known.isEnding = true
            if known.cord >= 0 { _ = write(known.cord, "e", 1) }
            return known.thread
        }
        thread?.join()
        known.withLock { known in
            for descriptor in [known.bell, known.cord, known.descriptor] where descriptor >= 0 { close(descriptor) }
            (known.bell, known.cord, known.descriptor) = (-1, -1, -1)
        }
    }

    private func run() {
        while true {
            let (descriptors, looks) = known.withLock { ([$0.descriptor, $0.bell], !$0.looked.isEmpty) }
            var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            poll(&entries, 2, looks ? Self.lookTime : -1)
            if known.withLock({ $0.isEnding }) { return }
            var rings = [UInt8](repeating: 0, count: 64)
            while read(descriptors[1], &rings, rings.count) > 0 {}
            var change: Change?
            var rounds = 0
            // Not for ever: somebody may go on writing.
            while rounds < Self.mostRounds, let more = events(descriptors[0]) {
                change = Change(paths: (change?.paths ?? []).union(more.paths))
                rounds += 1
                noticed()
                poll(&entries, 1, Self.settleTime)
            }
            if let looked = look() { change = Change(paths: (change?.paths ?? []).union(looked.paths)) }
            if let change { changed(change) }
        }
    }

    /// What has happened since the last call; nil if nothing has.
    private func events(_ descriptor: Int32) -> Change? {
        var buffer = [UInt8](repeating: 0, count: 16 * 1024)
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return nil }
        var change: Change?
        var offset = 0
        let headSize = MemoryLayout<inotify_event>.size
        while offset + headSize <= count {
            // Safety: the system writes whole events, each with as many bytes behind it as it says.
            let event = buffer.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: inotify_event.self) }
            let name = buffer[(offset + headSize)..<min(count, offset + headSize + Int(event.len))].prefix { $0 != 0 }
            offset += headSize + Int(event.len)
            guard let paths = paths(event, String(decoding: name, as: UTF8.self)) else { continue }
            change = Change(paths: (change?.paths ?? []).union(paths))
        }
        return change
    }

    /// The paths of the configuration that an event changes, none if it only changes which folders there are; nil if it means
    /// nothing.
    private func paths(_ event: inotify_event, _ name: String) -> Set<String>? {
        // Anything may have happened.
        if event.mask & UInt32(IN_Q_OVERFLOW) != 0 {
            return known.withLock { known in known.byNumber.values.reduce(into: []) { $0.formUnion($1.paths) } }
        }
        return known.withLock { known in
            guard let watched = known.byNumber[event.wd] else { return nil }
            if event.mask & UInt32(IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF) != 0 {
                known.numbers = known.numbers.filter { $0.value != event.wd }
                known.byNumber[event.wd] = nil
                if event.mask & UInt32(IN_MOVE_SELF) != 0 { inotify_rm_watch(known.descriptor, event.wd) }
                return watched.paths
            }
            if name.lowercased() == ConfigurationTree.folderFile {
                // While it is written it is not the new one yet.
                let isNew = event.mask & UInt32(IN_CREATE) != 0
                return isNew && FolderFiles.isBeingWritten(watched.folder + "/" + name) ? nil : watched.paths
            }
            if event.mask & UInt32(IN_ISDIR) != 0 {
                // A folder that is moved may have brought its file along.
                return event.mask & UInt32(IN_MOVED_TO | IN_MOVED_FROM) != 0 ? watched.paths : []
            }
            // A link may lead to a folder.
            let mayBeLink = event.mask & UInt32(IN_CREATE | IN_MOVED_TO) != 0
            return mayBeLink && FolderFiles.isLink(watched.folder + "/" + name) ? watched.paths : nil
        }
    }

    private func look() -> Change? {
        var change: Change?
        // The disk is not waited for with the lock.
        for (folder, entry) in known.withLock({ $0.looked }) {
            let look = Look(folder, isWatched: entry.isWatched)
            guard look != entry.look else { continue }
            let isOther = look.file != entry.look.file || entry.isWatched && look.folder != entry.look.folder
            let paths = isOther ? entry.watched.paths : []
            change = Change(paths: (change?.paths ?? []).union(paths))
            known.withLock { $0.looked[folder]?.look = look }
        }
        return change
    }
}

extension FolderFiles {
    /// Whether a file that has just appeared is empty and has no other name: its writer will close it, which is told as well.
    static func isBeingWritten(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size == 0
            && status.st_nlink == 1
    }

    static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
