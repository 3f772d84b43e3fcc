package import Configuration
import Glibc
import OperatingSystem

/// The folder whose files URLs stand for. A value; any thread.
package struct SiteRoot: Sendable {
    /// The folder as it was configured, without a slash at its end.
    package let path: String
    /// How far links below it may lead.
    private let links: SymbolicLinks
    /// The same folder without any link on the way to it; nil if there is no such folder.
    private let resolved: String?

    package init(_ path: String, links: SymbolicLinks = .inside) {
        self.path =
            path.utf8.count > 1 && path.endsWithSlash ? String(decoding: path.utf8.dropLast(), as: UTF8.self) : path
        self.links = links
        resolved = Self.resolve(self.path).path
    }

    /// Whether there is such a folder.
    package var exists: Bool { resolved != nil }

    /// The file that a cooked URL path stands for, be there one or not; nil if a link leads where none may.
    ///
    /// The answer is true at this moment only: someone with write access to the folder can put a link there before the
    /// file is opened.
    package func file(for urlPath: String) -> String? {
        let name = urlPath.beginsWithSlash ? urlPath : "/" + urlPath
        let file = path == "/" ? name : path + name
        guard links != .any, let resolved else { return file }
        // Nearly always: nothing to follow.
        if !hasLink(file) { return file }
        var existing = file
        while true {
            switch Self.resolve(existing) {
            case .file(let real): return isAllowed(real, at: existing, below: resolved) ? file : nil
            case .nothing:
                // A link to nothing would be followed as soon as something is created there.
                guard !Self.isLink(existing), let slash = existing.lastSlash, existing.utf8.count > path.utf8.count
                else {
                    return nil
                }
                existing = String(existing[..<slash])
            case .refused: return nil
            }
        }
    }

    /// Whether some name below the root is a symbolic link, or cannot be looked at.
    private func hasLink(_ file: String) -> Bool {
        var bytes = Array(file.utf8)
        bytes.append(0)
        return bytes.withUnsafeMutableBytes { bytes in
            // Safety: each call gets text that ends with a zero, and one byte to write to.
            guard let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self) else { return true }
            var target: CChar = 0
            for end in (path == "/" ? 1 : path.utf8.count + 1)..<bytes.count {
                guard bytes[end] == UInt8(ascii: "/") || bytes[end] == 0, bytes[end - 1] != UInt8(ascii: "/") else {
                    continue
                }
                let byte = bytes[end]
                bytes[end] = 0
                let isLink = readlink(start, &target, 1) >= 0
                let code = errno
                bytes[end] = byte
                if isLink { return true }
                // What is below something that is not there is not there either.
                if code == ENOENT || code == ENOTDIR { return false }
                if code != EINVAL { return true }
            }
            return false
        }
    }

    private func isAllowed(_ real: String, at existing: String, below root: String) -> Bool {
        let rest = String(decoding: existing.utf8.dropFirst(path == "/" ? 0 : path.utf8.count), as: UTF8.self)
        let expected = (root == "/" ? "" : root) + Self.trimmed(rest)
        if links == .none { return real.isSamePath(as: expected.isEmpty ? "/" : expected) }
        return root == "/" || real.isSamePath(as: root) || real.beginsWithPath(root + "/")
    }

    /// A path with single slashes and none at its end, as `realpath` writes it.
    private static func trimmed(_ path: String) -> String {
        path.pathNames.reduce("") { "\($0)/\($1)" }
    }

    private enum Resolution {
        case file(String)
        /// Nothing of that name is there.
        case nothing
        /// A loop of links, or a folder that may not be searched.
        case refused

        var path: String? { if case .file(let path) = self { path } else { nil } }
    }

    /// Follows all links.
    private static func resolve(_ path: String) -> Resolution {
        guard let real = realpath(path.isEmpty ? "/" : path, nil) else {
            return errno == ENOENT || errno == ENOTDIR ? .nothing : .refused
        }
        // Safety: `realpath` gave memory of its own, which ends with a zero.
        defer { free(real) }
        return .file(String(cString: real))
    }

    private static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
