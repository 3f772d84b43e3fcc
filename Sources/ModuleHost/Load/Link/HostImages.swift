/// The images that are already part of this process: what the loader takes before it looks at any file.
package struct HostImages: Sendable {
    /// The files that are mapped as code, in the order of their addresses.
    package let paths: [String]

    /// The images of the running process, from /proc/self/maps.
    package static func current() -> HostImages {
        let bytes = (try? FileBytes.read("/proc/self/maps").bytes) ?? []
        return HostImages(maps: String(decoding: bytes, as: UTF8.self))
    }

    /// The images in a text of the form of /proc/PID/maps.
    package init(maps: String) {
        var paths: [String] = []
        for line in maps.split(separator: "\n") {
            let fields = line.split(separator: " ", maxSplits: 5, omittingEmptySubsequences: true)
            guard fields.count == 6, fields[1].contains("x") else { continue }
            let path = String(fields[5].drop { $0 == " " })
            guard path.hasPrefix("/") else { continue }
            if !path.hasSuffix(" (deleted)"), !paths.contains(path) { paths.append(path) }
        }
        self.paths = paths
    }

    /// A process of which nothing is known.
    package static let none = HostImages(maps: "")

    /// The image that answers to a library's name. The kernel shows the file behind the links, so
    /// `libstdc++.so.6.0.30` answers to `libstdc++.so.6`, because that is what it calls itself.
    package func path(of library: String) -> String? {
        paths.first { path in
            let file = path.split(separator: "/").last ?? ""
            guard file == library || file.hasPrefix("\(library).") else { return false }
            guard let bytes = try? FileBytes.read(path).bytes, let soname = try? ELFImage.soname(of: bytes) else {
                return file == library
            }
            return soname == library
        }
    }
}
