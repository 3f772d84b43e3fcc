import Configuration
import Glibc
import OperatingSystem

/// A folder on the way of URLs, with the files web.config that are in force there.
final class FolderNode: @unchecked Sendable {
    // Safety: `children` and `places` are used under the lock of the tree; the rest does not change.

    /// Where it is on disk: one folder, or several whose names differ in case only.
    let folders: [String]
    /// Where it is in the configuration.
    let path: ConfigurationPath
    /// The files on the way to it and its own, the highest first.
    let files: [ConfigurationFile]
    /// What is wrong with them: nothing below is served.
    let mistakes: [ConfigurationMistake]
    /// Whether it is to be read anew the next time, although nothing changes on disk.
    let isPassing: Bool

    /// What is known below it, by its name in small letters: folders, and paths of locations in the files.
    fileprivate let names: NameTable
    /// The same for names with accents, which can be written in more than one way: one name for the configuration.
    private let accented: [String: Int]
    fileprivate let subfolders: [[String]]
    fileprivate var children: [FolderNode?]
    /// What was made of it for each of the places that the server's configuration has.
    fileprivate var places: [Int: Place] = [:]

    init(
        folders: [String], path: ConfigurationPath, files: [ConfigurationFile], mistakes: [ConfigurationMistake],
        subfolders: [String: [String]], isPassing: Bool
    ) {
        self.isPassing = isPassing
        self.folders = folders
        self.path = path
        self.files = files
        self.mistakes = mistakes
        var names = NameTable()
        let sorted = subfolders.sorted { $0.key < $1.key }
        for (number, entry) in sorted.enumerated() {
            var hash = NameHash()
            for byte in entry.key.utf8 { hash.add(byte) }
            names.add(Array(entry.key.utf8), hash: hash.value, number: number)
        }
        self.names = names
        accented = Dictionary(
            sorted.enumerated().map { ($0.element.key, $0.offset) }, uniquingKeysWith: { first, _ in first })
        self.subfolders = sorted.map(\.value)
        children = Array(repeating: nil, count: sorted.count)
    }

    fileprivate func number(of name: String) -> Int {
        if name.utf8.contains(where: { $0 >= 0x80 }) { return accented[name] ?? -1 }
        var name = name
        return name.withUTF8 { number(of: UnsafeRawBufferPointer($0)) }
    }

    /// The number of what is below it with that name, in any case; -1 if nothing is.
    fileprivate func number(of name: UnsafeRawBufferPointer) -> Int {
        if name.contains(where: { $0 >= 0x80 }) {
            return accented[String(decoding: name, as: UTF8.self).lowercased()] ?? -1
        }
        var hash = NameHash()
        for byte in name { hash.add(NameHash.small(byte)) }
        return names.number(hash: hash.value) { known in
            known.count == name.count && known.indices.allSatisfy { known[$0] == NameHash.small(name[$0]) }
        }
    }
}

/// The folders of sites that read web.config, as far as requests have come by. Any thread; what reads from disk says so.
///
/// What changes on disk makes all of it begin anew, which is simple, and right.
final class FolderTree: Sendable {
    private struct State {
        /// Counts the beginnings.
        var epoch = 0
        /// By the number of the virtual directory.
        var roots: [FolderNode?]
        var count = 0
    }

    /// Mistakes of one file that are told.
    private static let mostReported = 20
    /// More are not kept: someone with write access may make any number of folders.
    private static let limit = 16_384

    let mounts: Mounts
    private let tree: ConfigurationTree
    private let shared: Lock<State>
    /// Held while something is read, so that nothing is read twice at a time.
    private let files: Lock<FolderFiles>
    private let watch: FolderWatch
    /// Called with what is wrong with a file, each time that it is read.
    private let report: @Sendable ([ConfigurationMistake]) -> Void
    /// Called with what in a file has no effect, likewise.
    private let notice: @Sendable (ConfigurationMistake) -> Void

    init(
        _ mounts: Mounts, _ tree: ConfigurationTree, watch: FolderWatch,
        report: @escaping @Sendable ([ConfigurationMistake]) -> Void,
        notice: @escaping @Sendable (ConfigurationMistake) -> Void
    ) {
        self.mounts = mounts
        self.tree = tree
        self.watch = watch
        self.report = report
        self.notice = notice
        shared = Lock(State(roots: Array(repeating: nil, count: mounts.all.count)))
        files = Lock(FolderFiles(tree.schemas))
    }

    /// Counts how often everything began anew.
    var epoch: Int { shared.withLock { $0.epoch } }

    /// Forgets everything.
    func beginAnew() {
        // The old tree is taken apart outside of the lock.
        let old = shared.withLock { shared in
            let old = shared.roots
            shared.epoch += 1
            shared.roots = Array(repeating: nil, count: mounts.all.count)
            shared.count = 0
            return old
        }
        _ = old
    }

    // MARK: What is known

    enum Found {
        /// No folder on the way says anything.
        case nothing
        /// The place, retained for the caller.
        case place(Unmanaged<Place>)
        /// It has to be read first.
        case unread
    }

    /// What was made for `path`, of which `skipped` names lead to the virtual directory, and the place `number`.
    func find(_ mount: Int, _ path: UnsafeRawBufferPointer, skipping skipped: Int, place number: Int) -> Found {
        shared.withLock { shared in
            guard var node = shared.roots[mount] else { return .unread }
            var names = PathNames(path)
            for _ in 0..<skipped { _ = names.next() }
            while let name = names.next() {
                let child = node.number(of: name)
                if child < 0 { break }
                guard let next = node.children[child] else { return .unread }
                node = next
            }
            if node.files.isEmpty, node.mistakes.isEmpty { return .nothing }
            return node.places[number].map { .place(.passRetained($0)) } ?? .unread
        }
    }

    /// The names of a path, one after the other.
    private struct PathNames {
        private let path: UnsafeRawBufferPointer
        private var position = 0

        init(_ path: UnsafeRawBufferPointer) { self.path = path }

        mutating func next() -> UnsafeRawBufferPointer? {
            while position < path.count, path[position] == UInt8(ascii: "/") { position += 1 }
            guard position < path.count else { return nil }
            let start = position
            while position < path.count, path[position] != UInt8(ascii: "/") { position += 1 }
            return UnsafeRawBufferPointer(rebasing: path[start..<position])
        }
    }

    // MARK: What is read from disk

    /// The deepest folder on the way to a path of a site, given by its names in small letters. Reads from disk what is not known.
    func node(_ names: [String], site: Int) -> FolderNode {
        if let known = known(names, mounts.mount(for: names, site: site)) { return known }
        return files.withLock { files in
            while true {
                let epoch = shared.withLock { $0.epoch }
                if let node = node(names, site, epoch, &files) { return node }
                // Too much was known, or something has changed: nothing of before is kept in either case.
                files.forget()
                if shared.withLock({ $0.count == 0 }) { watch.forgetLooks() }
            }
        }
    }

    /// The same, if all of it is known.
    private func known(_ names: [String], _ mount: Mount) -> FolderNode? {
        shared.withLock { shared in
            guard var node = shared.roots[mount.number] else { return nil }
            for name in names.dropFirst(mount.names.count) {
                let number = node.number(of: name)
                if number < 0 { break }
                guard let next = node.children[number] else { return nil }
                node = next
            }
            return node
        }
    }

    /// Keeps what was made of a folder for the place `number`.
    func keep(_ place: Place, for node: FolderNode, number: Int) {
        shared.withLock { _ in node.places[number] = place }
    }

    /// Nil if everything has begun anew meanwhile.
    private func node(_ names: [String], _ site: Int, _ epoch: Int, _ files: inout FolderFiles) -> FolderNode? {
        let mount = mounts.mount(for: names, site: site)
        guard var node = root(mount, epoch, &files) else { return nil }
        for name in names.dropFirst(mount.names.count) {
            let number = node.number(of: name)
            guard number >= 0 else { break }
            if let known = shared.withLock({ _ in node.children[number] }) {
                node = known
                continue
            }
            let parent = node
            let folders = parent.folders.flatMap { folder in
                parent.subfolders[number].map { (folder == "/" ? "" : folder) + "/" + $0 }
            }.filter { Self.isFollowed($0, in: mount) }
            let path = parent.path.appending(ConfigurationPath([name]))
            let child = load(folders, path, parent.files, parent.mistakes, mount, reads: mount.readsBelow, &files)
            if !child.isPassing { guard keep(epoch, { parent.children[number] = child }) else { return nil } }
            node = child
        }
        return node
    }

    private static func isFollowed(_ folder: String, in mount: Mount) -> Bool {
        let root = mount.folder.path
        return FileKind.of(folder) == .folder
            && mount.folder.file(
                for: String(decoding: folder.utf8.dropFirst(root == "/" ? 0 : root.utf8.count), as: UTF8.self)) != nil
    }

    private func root(_ mount: Mount, _ epoch: Int, _ files: inout FolderFiles) -> FolderNode? {
        if let known = shared.withLock({ $0.epoch == epoch ? $0.roots[mount.number] : nil }) { return known }
        var above: FolderNode?
        if !mount.names.isEmpty {
            let names = mount.names.dropLast().map { $0.lowercased() }
            guard let parent = node(Array(names), mount.site, epoch, &files) else { return nil }
            above = parent
        }
        let path = ConfigurationPath([mounts.siteNames[mount.site]] + mount.names)
        let node = load(
            [mount.folder.path], path, above?.files ?? [], above?.mistakes ?? [], mount, reads: mount.readsOwn, &files)
        return shared.withLock { shared in
            guard shared.epoch == epoch else { return nil }
            if !node.isPassing { shared.roots[mount.number] = node }
            return node
        }
    }

    private func keep(_ epoch: Int, _ body: () -> Void) -> Bool {
        let isFull = shared.withLock { shared in
            guard shared.epoch == epoch else { return true }
            shared.count += 1
            body()
            return false
        }
        guard !isFull else { return false }
        if shared.withLock({ $0.count > Self.limit }) {
            beginAnew()
            return false
        }
        return true
    }

    private func load(
        _ folders: [String], _ path: ConfigurationPath, _ above: [ConfigurationFile],
        _ mistakesAbove: [ConfigurationMistake], _ mount: Mount, reads: Bool, _ files: inout FolderFiles
    ) -> FolderNode {
        // Watched first: what changes from now on is seen.
        // What is above the folder of a virtual directory, and behind a link, changes unseen.
        let isRoot = path.depth == mount.names.count + 1
        for folder in folders { watch.add(folder, path: display(path), alsoLook: isRoot) }
        let listings = folders.map { ($0 == "/" ? "" : $0, FolderFiles.Listing(of: $0)) }
        for (folder, listing) in listings where listing.files.contains(where: { FolderFiles.isLink(folder + "/" + $0) })
        {
            watch.add(folder, path: display(path), alsoLook: true)
        }
        var isPassing = false
        var mistakes: [ConfigurationMistake] = []
        if reads, let (folder, listing) = listings.first(where: { $0.1.code != 0 }) {
            // The folder of a virtual directory that is not there may come, and nobody would say so.
            isPassing = FolderFiles.isPassing(listing.code) || listing.code == ENOENT
            if listing.code != ENOENT {
                mistakes.append(
                    ConfigurationMistake(
                        ConfigurationPlace(file: folder),
                        "the folder cannot be looked through: \(String(cString: strerror(listing.code))); let the server read it"
                    ))
            }
        }
        let names = listings.flatMap { folder, listing in listing.files.map { folder + "/" + $0 } }
        let found = reads ? names.compactMap { files.read($0, for: path) } : []
        mistakes += found.flatMap(\.mistakes)
        isPassing = isPassing || found.contains(where: \.isPassing)
        if found.count > 1 {
            mistakes.append(
                ConfigurationMistake(
                    ConfigurationPlace(file: names[1]),
                    "\(names[0]) is for the same place, since letters count without regard to case; keep one of them"))
        }
        var all = above
        if let file = found.first?.file, found.count == 1 {
            all.append(file)
            if mistakes.isEmpty {
                mistakes += tree.mistakes(of: file, below: above) { [mounts] path in
                    let names = Array(path.segments.dropFirst())
                    return mounts.mount(for: names, site: mount.site).applicationDepth + 1
                }
            }
        }
        mistakes = ConfigurationMistakes(mistakes).all
        tell(mistakes, found)
        let subfolders = Self.subfolders(listings.map(\.1), all, below: path)
        return FolderNode(
            folders: folders, path: path, files: all, mistakes: mistakesAbove + mistakes, subfolders: subfolders,
            isPassing: isPassing)
    }

    /// Tells what is wrong with the files of a folder, or has no effect in them: once for each version of a file, and not more than
    /// anybody reads.
    private func tell(_ mistakes: [ConfigurationMistake], _ found: [FolderFiles.Read]) {
        if found.isEmpty || found.contains(where: \.isNew), let first = mistakes.first {
            let more = mistakes.count - Self.mostReported
            report(Array(mistakes.prefix(Self.mostReported)))
            if more > 0 {
                report([
                    ConfigurationMistake(
                        ConfigurationPlace(file: first.place.file), "\(more) more of what is wrong is not told")
                ])
            }
        }
        if mistakes.isEmpty, let read = found.first, read.isNew, let file = read.file {
            for text in tree.notices(of: file) { notice(text) }
        }
    }

    /// What is below a folder, by its names in small letters: the folders on disk, and where a location says something, be there a
    /// folder or not.
    private static func subfolders(
        _ listings: [FolderFiles.Listing], _ files: [ConfigurationFile], below path: ConfigurationPath
    ) -> [String: [String]] {
        var subfolders: [String: [String]] = [:]
        for listing in listings {
            for name in listing.folders
            where subfolders[name.lowercased()]?.contains(where: { $0.isSamePath(as: name) }) != true {
                subfolders[name.lowercased(), default: []].append(name)
            }
        }
        for name in files.flatMap({ $0.locationNames(below: path) }) where subfolders[name] == nil {
            subfolders[name] = []
        }
        return subfolders
    }

    /// The whole form, with the name of the site as it is written.
    private func display(_ path: ConfigurationPath) -> String {
        let site = path.segments.first.flatMap { mounts.site(named: $0) }.map { mounts.siteNames[$0] }
        return (["MACHINE", "WEBROOT", "APPHOST"] + [site].compactMap { $0 } + path.segments.dropFirst())
            .joined(separator: "/")
    }
}
