/// The libraries that a module finds beside itself: those that RPATH or RUNPATH leads to by $ORIGIN, directly or
/// through another such library. They have to move along when the module is opened from somewhere else.
struct Neighbours {
    /// One file of the family, the module first.
    struct Member {
        /// The file as the loader would open it.
        let path: String
        /// The absolute path without "." and "..", cut into its parts. The last one is the file name.
        let parts: [String]
        /// The content.
        let bytes: [UInt8]
        /// The name under which the loader knows a library; nil for the module.
        let library: String?
    }

    /// The module and its neighbours, each file once.
    private(set) var members: [Member]

    /// More than any module has; it bounds the walk and the copy.
    private static let largestCount = 256

    /// Collects the family. A neighbour that is not there is left out: `dlopen` will name it.
    init(of file: ModuleFile, readFrom path: String, search: LibrarySearch) {
        members = [Member(path: path, parts: Self.parts(path), bytes: file.image.bytes, library: nil)]
        var queue = [(image: file.image, requester: LibrarySearch.Requester(file.image, path: path))]
        while !queue.isEmpty {
            let (image, requester) = queue.removeFirst()
            for library in image.dynamic?.needed ?? [] where members.count < Self.largestCount {
                guard let found = search.find(library, for: requester), found.source == .origin else { continue }
                let parts = Self.parts(found.path)
                guard !members.contains(where: { $0.parts == parts }),
                    let bytes = try? FileBytes.read(found.path).bytes,
                    let neighbour = try? ELFImage(bytes: bytes)
                else { continue }
                let name = neighbour.dynamic?.soname ?? library
                members.append(Member(path: found.path, parts: parts, bytes: bytes, library: name))
                queue.append((neighbour, .init(neighbour, path: found.path, loader: requester)))
            }
        }
    }

    /// The paths of all members below the deepest directory that holds them all, in the order of `members`.
    ///
    /// Their places relative to each other stay what they were, so every $ORIGIN still leads to them.
    var relativePaths: [String] {
        var shared = members[0].parts.count - 1
        for member in members.dropFirst() {
            let same = zip(member.parts.dropLast(), members[0].parts).prefix { $0 == $1 }.count
            shared = min(shared, same)
        }
        return members.map { $0.parts[shared...].joined(separator: "/") }
    }

    private static func parts(_ path: String) -> [String] {
        let absolute = path.hasPrefix("/") ? path : "\(FileBytes.currentDirectory())/\(path)"
        var parts: [String] = []
        for part in absolute.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts
    }
}
