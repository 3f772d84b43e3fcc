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

    private struct State {
        var descriptor: Int32 = -1
        var isEnding = false
        var byNumber: [Int32: Watched] = [:]
        var numbers: [String: Int32] = [:]
        /// Folders that the system does not watch, with what they looked like.
        var looked: [String: (watched: Watched, look: Look)] = [:]
        var thread: PosixThread?
        /// A pipe: what is written to the cord rings the bell, which wakes the thread.
        var bell: Int32 = -1
        var cord: Int32 = -1
    }

    /// What a folder looked like.
    private struct Look: Hashable {
        let file: FolderFiles.Stamp?
        let folder: FolderFiles.Stamp?

        init(_ folder: String) {
            self.folder = FolderFiles.Stamp(folder)
            let name = FolderFiles.Listing(of: folder).files.first ?? ConfigurationTree.folderFile
            file = FolderFiles.Stamp(folder + "/" + name)
        }
    }

    private let state = Lock(State())
    private let changed: @Sendable (Change) -> Void
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

    /// `changed` is called on the thread of this watch.
    init(changed: @escaping @Sendable (Change) -> Void, complain: @escaping @Sendable (String) -> Void) {
        self.changed = changed
        self.complain = complain
    }

    /// Watches a folder, which is `path` in the configuration.
    func add(_ folder: String, path: String) {
        let problem = state.withLock { state -> String? in
            guard !state.isEnding else { return nil }
            if state.looked[folder] != nil {
                state.looked[folder]?.watched.paths.insert(path)
                return nil
            }
            return Self.begin(folder, path, &state)
        }
        if let problem { complain(problem) }
        startThread()
        // A thread that sleeps without an end has to hear of the first folder that is only looked at.
        state.withLock { state in
            if !state.looked.isEmpty, state.cord >= 0 { _ = write(state.cord, "l", 1) }
        }
    }

    private static func begin(_ folder: String, _ path: String, _ state: inout State) -> String? {
        if state.descriptor < 0 { state.descriptor = inotify_init1(Int32(IN_CLOEXEC) | Int32(IN_NONBLOCK)) }
        let number = state.descriptor < 0 ? -1 : inotify_add_watch(state.descriptor, folder, mask)
        guard number < 0 else {
            // Two paths to one folder have one number.
            var watched = state.byNumber[number] ?? Watched(folder: folder, paths: [])
            watched.paths.insert(path)
            state.byNumber[number] = watched
            state.numbers[folder] = number
            return nil
        }
        let code = errno
        state.looked[folder] = (Watched(folder: folder, paths: [path]), Look(folder))
        guard code == ENOSPC || code == EMFILE, state.looked.count == 1 else { return nil }
        return "the system watches no more folders (fs.inotify.max_user_watches or max_user_instances); web.config of "
            + "further ones is looked at once a second"
    }

    private func startThread() {
        state.withLock { state in
            guard state.thread == nil, !state.isEnding else { return }
            var ends: [Int32] = [-1, -1]
            guard ProcessCalls_MakePipe(&ends) == 0 else { return }
            (state.bell, state.cord) = (ends[0], ends[1])
            state.thread = try? PosixThread.start(named: "modhost-folders") { [self] in run() }
        }
    }

    /// Forgets the folders that are only looked at, of which nothing is known any more.
    func forgetLooks() { state.withLock { $0.looked = [:] } }

    /// Ends the thread. A second call does nothing.
    func end() {
        let thread = state.withLock { state -> PosixThread? in
            defer { state.thread = nil }
            state.isEnding = true
            if state.cord >= 0 { _ = write(state.cord, "e", 1) }
            return state.thread
        }
        thread?.join()
        state.withLock { state in
            for descriptor in [state.bell, state.cord, state.descriptor] where descriptor >= 0 { close(descriptor) }
            (state.bell, state.cord, state.descriptor) = (-1, -1, -1)
        }
    }

    private func run() {
        while true {
            let (descriptors, looks) = state.withLock { ([$0.descriptor, $0.bell], !$0.looked.isEmpty) }
            var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
            poll(&entries, 2, looks ? Self.lookTime : -1)
            if state.withLock({ $0.isEnding }) { return }
            var rings = [UInt8](repeating: 0, count: 64)
            while read(descriptors[1], &rings, rings.count) > 0 {}
            var change: Change?
            var rounds = 0
            // Not for ever: somebody may go on writing.
            while rounds < Self.mostRounds, let more = events(descriptors[0]) {
                change = Change(paths: (change?.paths ?? []).union(more.paths))
                rounds += 1
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
            return state.withLock { state in state.byNumber.values.reduce(into: []) { $0.formUnion($1.paths) } }
        }
        return state.withLock { state in
            guard let watched = state.byNumber[event.wd] else { return nil }
            if event.mask & UInt32(IN_IGNORED | IN_DELETE_SELF | IN_MOVE_SELF) != 0 {
                state.numbers = state.numbers.filter { $0.value != event.wd }
                state.byNumber[event.wd] = nil
                if event.mask & UInt32(IN_MOVE_SELF) != 0 { inotify_rm_watch(state.descriptor, event.wd) }
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
        for (folder, entry) in state.withLock({ $0.looked }) {
            let look = Look(folder)
            guard look != entry.look else { continue }
            let paths = look.file != entry.look.file ? entry.watched.paths : []
            change = Change(paths: (change?.paths ?? []).union(paths))
            state.withLock { $0.looked[folder]?.look = look }
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
