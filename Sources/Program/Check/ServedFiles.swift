import Configuration
import Glibc
import HostLog
import Supervision

// What `serve` opens and makes outside of its run folder.
extension ServerConfiguration {
    /// Throws the first reason for which `serve` could not open its logs, or make its sockets of files. Opens and makes nothing itself.
    func checkFiles() throws {
        if let path = log.path { try LogFile.check(path, as: LogFile.log) }
        if let path = accessLog?.path, path != "-" { try LogFile.check(path, as: LogFile.accessLog) }
        for address in listen {
            guard case .unix(let path) = address.endpoint else { continue }
            let folder = String(
                decoding: path.utf8.prefix(upTo: path.utf8.lastIndex(of: UInt8(ascii: "/")) ?? path.startIndex),
                as: UTF8.self)
            guard access(folder.isEmpty ? "/" : folder, W_OK | X_OK) == 0 else {
                throw ListenError.system(address, code: errno)
            }
        }
    }
}
