import Glibc
import OperatingSystem

/// Device and inode of a file: what the system's loader tells two files apart by.
package struct FileIdentity: Sendable, Hashable {
    /// The device that the file lies on.
    package let device: UInt64
    /// Its number there.
    package let inode: UInt64

    /// An identity out of its two numbers.
    package init(device: UInt64, inode: UInt64) {
        self.device = device
        self.inode = inode
    }
}

/// Why a file could not be read, before its content is looked at.
package enum FileFault: Error, Equatable {
    /// There is no file of that name.
    case missing
    /// The name is that of a directory.
    case directory
    /// The name is that of a device, a socket or a pipe.
    case notRegular
    /// The file has more bytes than the limit, which goes along.
    case tooLarge(limit: Int)
    /// A system call failed with this errno.
    case system(call: String, errno: Int32)

    /// The error number for "No such file or directory".
    package static var noEntry: Int32 { ENOENT }

    /// The fault in the system's own words.
    package var text: String {
        switch self {
        case .missing: Self.text(of: ENOENT)
        case .directory: Self.text(of: EISDIR)
        case .notRegular: "Not a regular file"
        case .tooLarge: Self.text(of: EFBIG)
        case .system(let call, let number): "\(call): \(Self.text(of: number))"
        }
    }

    /// What to do about a limit of the system that is in the way; nil where none is.
    package var remedy: String? {
        guard case .system(_, let number) = self else { return nil }
        return SystemCallError.remedy(for: number)
    }

    /// Whether the file system has no room left.
    package var isOutOfSpace: Bool {
        guard case .system(_, let number) = self else { return false }
        return number == ENOSPC || number == EDQUOT
    }

    /// The fault in the system's own words, and the remedy if it has one, for a sentence that knows none.
    package var explanation: String { text + (remedy.map { ": \($0)" } ?? "") }

    /// The system's own words for an error number.
    package static func text(of number: Int32) -> String { SystemCallError.reason(of: number) }

    /// The same with the remedy if it has one, for a sentence that knows none.
    package static func explanation(of number: Int32) -> String {
        text(of: number) + (SystemCallError.remedy(for: number).map { ": \($0)" } ?? "")
    }
}

/// Whole files as arrays of bytes, with every failure a value.
///
/// This is the only place where the loader hands raw memory to a system call in order to read a file.
package enum FileBytes {
    /// The largest file that is read: 1 GiB, several times the largest library known to us.
    package static let limit = 1 << 30

    /// Reads a regular file from its beginning to its end.
    ///
    /// Any thread; blocks on the disk. A pipe is not waited for: it is refused like every file that is not regular.
    /// - Parameters:
    ///   - path: the file's name.
    ///   - count: how many bytes at most are wanted; nil for all of them.
    package static func read(
        _ path: String, atMost count: Int? = nil
    ) throws(FileFault) -> (bytes: [UInt8], identity: FileIdentity) {
        let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        guard descriptor >= 0 else { throw errno == ENOENT ? .missing : .system(call: "open", errno: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(call: "fstat", errno: errno) }
        switch status.st_mode & S_IFMT {
        case S_IFREG: break
        case S_IFDIR: throw .directory
        default: throw .notRegular
        }
        guard status.st_size <= limit else { throw .tooLarge(limit: limit) }
        let bytes = try drain(descriptor, expecting: Int(status.st_size), atMost: count ?? limit)
        return (bytes, FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino)))
    }

    /// Reads a file that is open already, from its beginning to its end. The descriptor stays the caller's.
    package static func read(descriptor: Int32) throws(FileFault) -> [UInt8] {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system(call: "fstat", errno: errno) }
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .system(call: "lseek", errno: errno) }
        return try drain(descriptor, expecting: Int(status.st_size), atMost: limit)
    }

    /// The directory that relative names start from, or "/" if the system does not say.
    package static func currentDirectory() -> String {
        guard let raw = getcwd(nil, 0) else { return "/" }
        defer { free(raw) }
        return String(cString: raw)
    }

    /// The value of an environment variable, nil if it is unset or empty.
    package static func environment(_ name: String) -> String? {
        guard let raw = getenv(name), raw.pointee != 0 else { return nil }
        return String(cString: raw)
    }

    /// Reads to the end of the file rather than to its announced size, because files under /proc announce none.
    private static func drain(
        _ descriptor: Int32, expecting size: Int, atMost maximum: Int
    ) throws(FileFault) -> [UInt8] {
        var bytes: [UInt8] = []
        var failure: Int32 = 0
        var step = min(max(size, 4096), maximum)
        while step > 0 {
            let room = step
            let chunk = [UInt8](unsafeUninitializedCapacity: room) { buffer, filled in
                let got = retrying { Glibc.read(descriptor, buffer.baseAddress, room) }
                if got < 0 { failure = errno }
                filled = max(got, 0)
            }
            guard failure == 0 else { throw .system(call: "read", errno: failure) }
            guard !chunk.isEmpty else { break }
            if bytes.isEmpty { bytes = chunk } else { bytes += chunk }
            guard bytes.count <= limit else { throw .tooLarge(limit: limit) }
            step = min(max(size - bytes.count, 4096), maximum - bytes.count)
        }
        return bytes
    }

    private static func retrying<Result: SignedInteger>(_ call: () -> Result) -> Result {
        while true {
            let result = call()
            if result != -1 || errno != EINTR { return result }
        }
    }
}
