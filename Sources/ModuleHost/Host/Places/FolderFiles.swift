import Configuration
import Glibc

/// Reads the files web.config of folders, each again only when it has changed.
struct FolderFiles {
    /// What tells one version of a file from another.
    struct Stamp: Hashable {
        private let device: UInt64
        private let inode: UInt64
        private var size: Int64
        private var modified: [Int]

        /// The same for all versions of one file or folder.
        var withoutTime: Stamp {
            var stamp = self
            stamp.size = 0
            stamp.modified = []
            return stamp
        }

        /// Whether it was written long enough ago for its time to tell it from a later one.
        var isSettled: Bool {
            var now = timespec()
            clock_gettime(CLOCK_REALTIME, &now)
            return now.tv_sec - modified[0] > 1 && now.tv_sec - modified[2] > 1
        }

        /// Nil if there is no such file.
        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            self.init(status)
        }

        fileprivate init(_ status: stat) {
            device = UInt64(status.st_dev)
            inode = UInt64(status.st_ino)
            size = Int64(status.st_size)
            modified = [status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec]
        }
    }

    /// A file as it was read.
    struct Read {
        let file: ConfigurationFile?
        let mistakes: [ConfigurationMistake]
        /// Whether it may be otherwise the next time, although nothing changes on disk.
        var isPassing = false
        /// Whether it was not known before.
        var isNew = true
    }

    /// Whether an error of the system says nothing of the file itself.
    static func isPassing(_ code: Int32) -> Bool { [EMFILE, ENFILE, ENOMEM, EIO, EINTR].contains(code) }

    /// Bytes that a file of a folder may have at most. IIS takes 250 KiB.
    static let largest = 1 << 20

    private let schemas: SchemaSet
    private var known: [String: (stamp: Stamp, read: Read)] = [:]

    init(_ schemas: SchemaSet) { self.schemas = schemas }

    /// The file `name`, for the place `path`; nil if it is gone.
    mutating func read(_ name: String, for path: ConfigurationPath) -> Read? {
        let key = "\(path.segments.joined(separator: "/"))\n\(name)"
        guard let stamp = Stamp(name) else {
            known[key] = nil
            // A link to nothing is no file that is not there.
            if errno == ENOENT, !Self.isLink(name) { return nil }
            return parse(name, path).0
        }
        if var known = known[key], known.stamp == stamp {
            known.read.isNew = false
            return known.read
        }
        let (read, opened) = parse(name, path)
        // What was opened may be a later version than what was looked at, and what is young be another one with the same stamp.
        if opened == stamp, stamp.isSettled { known[key] = (stamp, read) }
        return read
    }

    /// Forgets all files.
    mutating func forget() { known = [:] }

    private func parse(_ name: String, _ path: ConfigurationPath) -> (Read, Stamp?) {
        func failure(_ reason: String) -> Read {
            Read(file: nil, mistakes: [ConfigurationMistake(ConfigurationPlace(file: name), reason)])
        }
        let descriptor = open(name, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            let code = errno
            var read = failure("\(String(cString: strerror(code))); let the server read this file, or remove it")
            read.isPassing = Self.isPassing(code)
            return (read, nil)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            return (failure("this is no file; remove it"), nil)
        }
        guard let bytes = Self.bytes(of: descriptor) else {
            return (failure("the file cannot be read, or has more than \(Self.largest >> 10) KiB; split it"), nil)
        }
        let (file, mistakes) = ConfigurationFile.read(name, bytes, path: path, schemas: schemas)
        return (Read(file: file, mistakes: mistakes), Stamp(status))
    }

    /// Nil if it is too large or cannot be read to its end.
    private static func bytes(of descriptor: Int32) -> [UInt8]? {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 * 1024)
        while bytes.count <= largest {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            if count < 0 { return nil }
            if count == 0 { return bytes }
            bytes += piece[..<count]
        }
        return nil
    }

    /// What matters in a folder: the folders in it, links to folders among them, and what it has by the name web.config, in any case.
    struct Listing {
        var folders: [String] = []
        var files: [String] = []
        /// Why it cannot be told; 0 if it can. A folder that is not there has nothing.
        var code: Int32 = 0

        init(of folder: String) {
            guard let stream = opendir(folder) else {
                code = errno == ENOTDIR ? 0 : errno
                return
            }
            defer { closedir(stream) }
            errno = 0
            while let entry = readdir(stream) {
                add(&entry.pointee, folder)
                errno = 0
            }
            code = errno
            folders.sort()
            files.sort()
        }

        private mutating func add(_ entry: inout dirent, _ folder: String) {
            // Safety: the system ends each name with a zero.
            let name = withUnsafeBytes(of: &entry.d_name) { bytes in
                String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            guard name != ".", name != ".." else { return }
            if name.lowercased() == ConfigurationTree.folderFile { files.append(name) }
            switch Int32(entry.d_type) {
            case Int32(DT_DIR): folders.append(name)
            case Int32(DT_LNK), Int32(DT_UNKNOWN):
                if FileKind.of(folder + "/" + name) == .folder { folders.append(name) }
            default: break
            }
        }
    }
}
