import CModuleBorder
import Glibc

/// The images that are already part of this process: what the loader takes before it looks at any file.
package struct HostImages: Sendable {
    /// The files behind them, in the order in which the loader looks at them.
    package let paths: [String]

    /// A process in which these files are loaded.
    package init(paths: [String]) {
        self.paths = paths
    }

    /// The images of the running process: what the loader says, which needs no /proc. Any thread.
    package static func current() -> HostImages {
        var paths: [String] = []
        withUnsafeMutablePointer(to: &paths) { paths in
            // Called for each image before this returns, with the address that is given here.
            ImageName_ForEach(
                { name, paths in
                    guard let file = name.flatMap({ HostImages.file(behind: $0) }) else { return }
                    paths?.assumingMemoryBound(to: [String].self).pointee.append(file)
                }, paths)
        }
        return HostImages(paths: paths)
    }

    /// The file behind links, nil for what is no file (the program itself, which has no name, and the kernel's part) and for
    /// one that is gone.
    private static func file(behind name: UnsafePointer<CChar>) -> String? {
        guard name[0] == CChar(UInt8(ascii: "/")), let path = realpath(name, nil) else { return nil }
        defer { free(path) }
        return String(cString: path)
    }

    /// A process of which nothing is known.
    package static let none = HostImages(paths: [])

    /// The image that answers to a library's name. The files are those behind the links, so
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
