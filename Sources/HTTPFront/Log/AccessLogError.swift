import Glibc

/// Why an access log cannot be opened. One sentence with the remedy.
package struct AccessLogError: Error, CustomStringConvertible, Equatable {
    package let description: String

    init(opening path: String, code: CInt) {
        let remedy =
            switch code {
            case ENOENT, ENOTDIR: "make its folder first"
            case EACCES, EPERM, EROFS: "let the user that modhost runs as write there, or name another file"
            case EISDIR: "name a file in that folder"
            case ENXIO: "start what reads from the pipe first"
            case EMFILE, ENFILE: "raise the limit of open files (ulimit -n)"
            case ENOSPC, EDQUOT: "free some space"
            default: "name another file"
            }
        description = "the access log \(path) cannot be opened: \(String(cString: strerror(code))); \(remedy)"
    }
}
