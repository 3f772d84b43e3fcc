package import Configuration
import Glibc
import OperatingSystem

/// Why an address cannot be listened on: one sentence that names the address and the remedy.
package enum ListenError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Somebody else listens there.
    case inUse(ListenAddress)

    /// At the path of the socket is something that is no socket.
    case noSocket(ListenAddress)

    /// A call of the system failed with this errno value.
    case system(ListenAddress, code: Int32)

    /// The sentence for a person.
    package var description: String {
        switch self {
        case .inUse(let address):
            "cannot listen on \(address): another process listens there; stop it or choose another address"
        case .noSocket(let address):
            "cannot listen on \(address): a file that is no socket is at this path; remove it or choose another path"
        case .system(let address, let code):
            "cannot listen on \(address): \(Self.reason(of: code, at: address))"
        }
    }

    private static func reason(of code: Int32, at address: ListenAddress) -> String {
        switch (code, address.endpoint) {
        case (EACCES, .unix), (EPERM, .unix):
            "no permission to make the socket there; choose a directory that this user may write to"
        case (EACCES, _), (EPERM, _):
            "no permission for port \(address.endpoint.port); choose a port from 1024 on or grant CAP_NET_BIND_SERVICE"
        case (EADDRNOTAVAIL, _):
            "this machine has no such address; choose one of its own, or 0.0.0.0 or [::] for all"
        case (EAFNOSUPPORT, _):
            "the system does not support this kind of address"
        case (ENOENT, .unix), (ENOTDIR, .unix):
            "the directory does not exist; make it first"
        default:
            SystemCallError.reason(of: code) + (SystemCallError.remedy(for: code).map { "; \($0)" } ?? "")
        }
    }
}
