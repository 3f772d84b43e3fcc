import Glibc
import OperatingSystem

/// The file of a log.
package enum LogFile {
    /// What the logs are called in sentences.
    package static let log = "the log"
    package static let accessLog = "the access log"

    /// Opens it for appending, or makes it; `log` is what it is called, as in "the access log". The descriptor is the caller's.
    ///
    /// Not blocking, so that a named pipe that nobody reads is an error and not a wait without end.
    package static func open(_ path: String, as log: String) throws(LogFileError) -> CInt {
        let descriptor = Glibc.open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0o640)
        guard descriptor >= 0 else { throw LogFileError(opening: "\(log) \(path)", code: errno) }
        return descriptor
    }

    /// Throws if `open` would, as far as that can be seen without opening it: a pipe has a reader who would take that for the end.
    package static func check(_ path: String, as log: String) throws(LogFileError) {
        var code: CInt = path.hasSuffix("/") ? EISDIR : 0
        var status = stat()
        if code == 0, stat(path, &status) == 0 {
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            code = isFolder ? EISDIR : access(path, W_OK) == 0 ? 0 : errno
        } else if code == 0 {
            code = errno
            let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
            let folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
            if code == ENOENT { code = access(folder, W_OK | X_OK) == 0 ? 0 : errno }
        }
        guard code != 0 else { return }
        throw LogFileError(opening: "\(log) \(path)", code: code)
    }
}

/// Why the file of a log cannot be opened. One sentence with the remedy.
package struct LogFileError: Error, CustomStringConvertible, Equatable {
    package let description: String

    /// `log` is the log with its path, as in "the access log /var/log/access".
    package init(opening log: String, code: CInt) {
        let remedy =
            switch code {
            case ENOENT, ENOTDIR: "make its folder first"
            case EACCES, EPERM, EROFS: "let the user that modhost runs as write there, or name another file"
            case EISDIR: "name a file in that folder"
            case ENXIO: "start what reads from the pipe first"
            default: SystemCallError.remedy(for: code) ?? "name another file"
            }
        description = "\(log) cannot be opened: \(SystemCallError.reason(of: code)); \(remedy)"
    }
}
