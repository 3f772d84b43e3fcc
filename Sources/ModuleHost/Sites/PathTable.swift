import OperatingSystem

/// What is known of paths of sites: the number of the deepest known path on the way of a URL. Filled once, then read by all
/// threads. Letters count without regard to case, and several slashes are one.
struct PathTable: Sendable {
    private var paths = NameTable()
    /// The same by their names, for text with accents, which can be written in more than one way: one path for the configuration.
    private var accented: [[String]: Int] = [:]
    /// How deep the deepest path of each site lies.
    private var depths: [Int]

    init(sites: Int) { depths = Array(repeating: 0, count: sites) }

    /// Adds a path of a site, as names in small letters.
    mutating func add(_ names: [String], site: Int, number: Int) {
        let key = names.reduce(into: [UInt8]()) { $0 += [UInt8(ascii: "/")] + $1.utf8 }
        var hash = NameHash(seed: site)
        for byte in key { hash.add(byte) }
        paths.add(key, hash: hash.value, number: number)
        accented[["\(site)"] + names] = number
        depths[site] = max(depths[site], names.count)
    }

    /// The number of the deepest path on the way to `path`; `root` if there is none.
    @inline(__always)
    func number(for path: UnsafeRawBufferPointer, site: Int, root: Int) -> Int {
        depths[site] == 0 ? root : deepest(path, site, root)
    }

    private func deepest(_ path: UnsafeRawBufferPointer, _ site: Int, _ root: Int) -> Int {
        // What is small and what is not is known here for ASCII only.
        if path.contains(where: { $0 >= 0x80 }) {
            let names = ["\(site)"] + String(decoding: path, as: UTF8.self).pathNames.map { $0.lowercased() }
            let deepest = min(depths[site] + 1, names.count)
            let known = (1..<max(2, deepest + 1)).reversed().lazy.compactMap { accented[Array(names.prefix($0))] }
            return known.first ?? root
        }
        return search(path, site, root)
    }

    private func search(_ path: UnsafeRawBufferPointer, _ site: Int, _ root: Int) -> Int {
        var hash = NameHash(seed: site)
        var (found, position, depth) = (root, 0, 0)
        while depth < depths[site] {
            while position < path.count, path[position] == UInt8(ascii: "/") { position += 1 }
            guard position < path.count else { break }
            hash.add(UInt8(ascii: "/"))
            while position < path.count, path[position] != UInt8(ascii: "/") {
                hash.add(NameHash.small(path[position]))
                position += 1
            }
            depth += 1
            let number = paths.number(hash: hash.value) { Self.isSame($0, path[..<position]) }
            if number >= 0 { found = number }
        }
        return found
    }

    /// Whether `path` is the known one, which has small letters and single slashes.
    private static func isSame(_ known: UnsafeRawBufferPointer, _ path: Slice<UnsafeRawBufferPointer>) -> Bool {
        var index = 0
        var isAfterSlash = false
        for byte in path {
            let isSlash = byte == UInt8(ascii: "/")
            defer { isAfterSlash = isSlash }
            if isSlash, isAfterSlash { continue }
            // A path that has no slash in front has one nevertheless.
            if index == 0, !isSlash { index = 1 }
            guard index < known.count, known[index] == NameHash.small(byte) else { return false }
            index += 1
        }
        return index == known.count
    }
}
