package import Configuration
import Glibc
import OperatingSystem

/// One listening socket: non-blocking, close-on-exec, with the longest queue that the system allows.
///
/// Opened by the supervisor before it starts workers, and kept open by it until all of them are gone. A worker gets it
/// as an ``InheritedDescriptor``. Used by one thread.
package final class ListeningSocket {
    /// The socket. Owned by this object.
    package let descriptor: Int32

    /// Where it listens, with the real port.
    package let address: ListenAddress

    private let file: SocketFile?

    private init(descriptor: Int32, address: ListenAddress, file: SocketFile?) {
        self.descriptor = descriptor
        self.address = address
        self.file = file
    }

    /// Closes the socket and removes its file, if that is still the one that was made here.
    deinit {
        close(descriptor)
        file?.remove()
    }

    /// Opens `count` sockets on one address, for as many loops; always one for a socket file.
    ///
    /// More than one share the port by SO_REUSEPORT, and the system spreads connections over them. So do addresses of the same server
    /// that overlap, such as one address beside all; then `isChecked` says that the caller has called `checkIsFree` for all of them
    /// before it opened any. Throws ``ListenError``.
    package static func open(
        _ address: ListenAddress, count: Int = 1, isChecked: Bool = false
    ) throws(ListenError) -> [ListeningSocket] {
        if case .unix(let path) = address.endpoint { return [try openFile(path, address)] }
        let isShared = count > 1 || isChecked
        if isShared, !isChecked { try checkIsFree(address) }
        let first = try openPort(address, isShared: isShared)
        var sockets = [first]
        while sockets.count < count { sockets.append(try openPort(first.address, isShared: true)) }
        return sockets
    }

    /// With SO_REUSEPORT a second server of the same user could bind the port too and would take half of the
    /// connections without a word, so one socket without it tries first.
    package static func checkIsFree(_ address: ListenAddress) throws(ListenError) {
        guard address.endpoint.port != 0 else { return }
        _ = try openPort(address, isShared: false)
    }

    private static func openPort(_ address: ListenAddress, isShared: Bool) throws(ListenError) -> ListeningSocket {
        let descriptor = try makeSocket(for: address)
        var code = setOption(descriptor, SOL_SOCKET, SO_REUSEADDR)
        if code == 0, isShared { code = setOption(descriptor, SOL_SOCKET, SO_REUSEPORT) }
        // Otherwise [::] would take the IPv4 addresses too, and 0.0.0.0 beside it would be in use.
        if code == 0, case .ipv6 = address.endpoint { code = setOption(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY) }
        if code == 0 { code = address.endpoint.bind(descriptor) }
        if code == 0 { code = startListening(descriptor) }
        guard code == 0, let endpoint = EndpointAddress(boundTo: descriptor) else {
            close(descriptor)
            throw code == EADDRINUSE ? .inUse(address) : .system(address, code: code)
        }
        return ListeningSocket(descriptor: descriptor, address: ListenAddress(endpoint), file: nil)
    }

    private static func openFile(_ path: String, _ address: ListenAddress) throws(ListenError) -> ListeningSocket {
        try removeStaleFile(path, address)
        let descriptor = try makeSocket(for: address)
        // The file takes its mode from the socket, less the umask: it is never open to all, not even for a moment.
        var code = fchmod(descriptor, 0o660) == 0 ? 0 : errno
        if code == 0 { code = address.endpoint.bind(descriptor) }
        guard code == 0 else {
            close(descriptor)
            throw code == EADDRINUSE ? .inUse(address) : .system(address, code: code)
        }
        let socket = ListeningSocket(descriptor: descriptor, address: address, file: SocketFile(path: path))
        if chmod(path, 0o660) != 0 { code = errno }
        if code == 0 { code = startListening(descriptor) }
        guard code == 0 else { throw .system(address, code: code) }
        return socket
    }

    /// A socket file outlives its server. It is removed if no server answers there.
    private static func removeStaleFile(_ path: String, _ address: ListenAddress) throws(ListenError) {
        guard let file = SocketFile(path: path) else { return }
        guard file.isSocket else { throw .noSocket(address) }
        let probe = try makeSocket(for: address)
        defer { close(probe) }
        switch address.endpoint.connect(probe) {
        case ECONNREFUSED: file.remove()
        case ENOENT: break
        case let code where code == EACCES || code == EPERM: throw .system(address, code: code)
        default: throw .inUse(address)
        }
    }

    private static func makeSocket(for address: ListenAddress) throws(ListenError) -> Int32 {
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(address.endpoint.family, kind, 0)
        guard descriptor >= 0 else { throw .system(address, code: errno) }
        return descriptor
    }

    /// The system cuts the length of the queue down to net.core.somaxconn.
    private static func startListening(_ descriptor: Int32) -> Int32 {
        listen(descriptor, .max) == 0 ? 0 : errno
    }

    private static func setOption(_ descriptor: Int32, _ level: Int32, _ name: Int32) -> Int32 {
        var on: Int32 = 1
        return setsockopt(descriptor, level, name, &on, socklen_t(MemoryLayout<Int32>.size)) == 0 ? 0 : errno
    }
}

/// A file at a path, known by device and inode, so that only that very file is removed.
private struct SocketFile {
    private let path: String
    private let status: stat

    init?(path: String) {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        self.path = path
        self.status = status
    }

    var isSocket: Bool { status.st_mode & S_IFMT == S_IFSOCK }

    func remove() {
        var now = stat()
        guard lstat(path, &now) == 0, now.st_dev == status.st_dev, now.st_ino == status.st_ino else { return }
        unlink(path)
    }
}
