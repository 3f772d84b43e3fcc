import Glibc

/// The content of private copies, kept open by the supervisor: a copy that was removed under a running server is made again,
/// with the very bytes that the other workers run, whatever the module's own file holds by now. Used by one thread.
package final class KeptCopies: @unchecked Sendable {
    // Safety: nothing changes after init but files; the supervisor's one thread uses it.
    private struct File {
        let path: String
        let original: String
        let descriptor: Int32
    }

    private let folder: RunFolder
    private let files: [File]

    /// Keeps the files of `copies`, which have just been made by `owner`.
    package init(_ copies: [PrivateCopies.Copy], of owner: PrivateCopies) throws(LoadError) {
        folder = owner.folder
        var files: [File] = []
        for (path, original) in copies.flatMap(\.originals).sorted(by: { $0.key < $1.key }) {
            guard !files.contains(where: { $0.path == path }) else { continue }
            let descriptor = open(path, O_RDONLY | O_CLOEXEC)
            guard descriptor >= 0 else {
                let fault = FileFault.system(call: "open", errno: errno)
                for file in files { close(file.descriptor) }
                throw .notCopied(path: original, destination: path, fault: fault)
            }
            files.append(File(path: path, original: original, descriptor: descriptor))
        }
        self.files = files
    }

    deinit { for file in files { close(file.descriptor) } }

    /// Makes again what is missing. True if anything was.
    package func restore() throws(LoadError) -> Bool {
        let missing = files.filter { !Self.isThere($0) }
        guard !missing.isEmpty || !folder.isWhole else { return false }
        do throws(FileFault) {
            try folder.restore()
        } catch {
            throw .notCopied(path: files.first?.original ?? "", destination: folder.path, fault: error)
        }
        for file in missing {
            do throws(FileFault) {
                try write(file)
            } catch {
                throw .notCopied(path: file.original, destination: file.path, fault: error)
            }
        }
        return true
    }

    /// Whether the name still stands for the copy, or for what was made in its place.
    private static func isThere(_ file: File) -> Bool {
        var here = stat()
        var own = stat()
        return lstat(file.path, &here) == 0 && fstat(file.descriptor, &own) == 0 && here.st_mode & S_IFMT == S_IFREG
            && here.st_size == own.st_size && here.st_uid == own.st_uid
    }

    private func write(_ file: File) throws(FileFault) {
        var place = folder.path
        for part in file.path.dropFirst(folder.path.count + 1).split(separator: "/").dropLast() {
            place += "/\(part)"
            try FileTree.makeDirectory(place, mode: folder.mode, group: folder.group)
        }
        let bytes = try FileBytes.read(descriptor: file.descriptor)
        unlink(file.path)
        try FileTree.write(bytes, to: file.path, mode: 0o440, group: folder.group)
    }
}
