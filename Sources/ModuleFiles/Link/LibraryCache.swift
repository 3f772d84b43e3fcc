/// The system's list of libraries, /etc/ld.so.cache, in the format that glibc has written since 2.2.
package struct LibraryCache: Sendable {
    private let paths: [String: String]

    /// Reads the cache file; an absent or damaged one is an empty list, as it is for the loader.
    package init(path: String = "/etc/ld.so.cache") {
        self.init(bytes: (try? FileBytes.read(path).bytes) ?? [])
    }

    /// Reads the content of a cache file.
    package init(bytes: [UInt8]) {
        paths = (try? Self.parse(ELFReader(bytes: bytes))) ?? [:]
    }

    /// Where the cache says that a library of this machine lies.
    package func path(of library: String) -> String? { paths[library] }

    /// Older systems put the list of the format before that in front; ours begins at the magic text, aligned to 8.
    private static func parse(_ reader: ELFReader) throws(ELFFault) -> [String: String] {
        let magic = Array("glibc-ld.so.cache1.1".utf8)
        var start = 0
        if !reader.bytes.starts(with: magic) {
            let old = Array("ld.so-1.7.0".utf8)
            guard reader.bytes.starts(with: old) else { return [:] }
            let entries = Int(try reader.number(at: 12, as: UInt32.self))
            start = (16 + entries * 12 + 7) / 8 * 8
            try reader.require(start, magic.count)
            guard reader.bytes[start..<start + magic.count].elementsEqual(magic) else { return [:] }
        }
        let count = Int(try reader.number(at: start + 20, as: UInt32.self))
        try reader.require(start + 48, count * 24)
        var strings = ELFStrings(reader.bytes, start..<reader.count)
        var paths: [String: String] = [:]
        for index in 0..<count {
            let entry = start + 48 + index * 24
            guard Int32(bitPattern: try reader.number(at: entry)) == HostMachine.cacheFlags else { continue }
            let name = try strings.string(at: UInt64(try reader.number(at: entry + 4, as: UInt32.self)))
            let path = try strings.string(at: UInt64(try reader.number(at: entry + 8, as: UInt32.self)))
            let capabilities: UInt64 = try reader.number(at: entry + 16)
            // Entries for newer processors come first; the one for every processor is there whenever they are.
            if capabilities == 0, paths[name] == nil { paths[name] = path }
        }
        return paths
    }
}
