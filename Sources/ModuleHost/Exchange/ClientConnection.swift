import CModuleABI
import Glibc
import Synchronization

/// The address of one end of a connection.
package enum ConnectionAddress: Sendable, Equatable {
    /// Four bytes in network order, and the port.
    case ipv4(UInt32, port: UInt16)
    /// Sixteen bytes in network order as two big-endian words, the port and the scope.
    case ipv6(high: UInt64, low: UInt64, port: UInt16, scope: UInt32)
    /// A unix socket, by its path.
    case unix(String)
}

/// A client's connection as the exchanges on it see it: who it is, and, once a module asks, the IHttpConnection.
package final class ClientConnection: @unchecked Sendable {
    // Safety: addresses are written once, before the connection is shared; the object behind `object` has its own lock.

    /// Where the client is.
    package let remote: ConnectionAddress
    /// Where it reached us.
    package let local: ConnectionAddress

    private let connected = Atomic<Bool>(true)
    private let hasToldOfEnd = Atomic<Bool>(false)
    private let lazyObject = Mutex<HttpConnectionObject?>(nil)
    private let remoteStorage: UnsafeMutableRawPointer
    private let localStorage: UnsafeMutableRawPointer

    /// Whether a proxy has said who the client is.
    let isProxied: Bool

    package init(remote: ConnectionAddress, local: ConnectionAddress, isProxied: Bool = false) {
        self.isProxied = isProxied
        self.remote = remote
        self.local = local
        remoteStorage = Self.store(remote)
        localStorage = Self.store(local)
    }

    /// The connection and its last exchange are over: contexts that modules left are cleaned up. Called once, by the carrier.
    package func close() {
        let object = lazyObject.withLock { object in
            defer { object = nil }
            return object
        }
        object?.close()
    }

    deinit {
        free(remoteStorage)
        free(localStorage)
    }

    /// Whether the client is still there. Any thread.
    package var isConnected: Bool { connected.load(ordering: .acquiring) }

    /// The client went away: modules that left a connection context are told. Called once, by the loop.
    package func disconnected() {
        guard connected.exchange(false, ordering: .acquiringAndReleasing) else { return }
        tellOfEnd()
    }

    /// The client has ended its side while a request is under way and will send nothing more, which nearly always means that it
    /// has gone: modules are told now, since nothing else would say so before the next send. The request goes on, and should
    /// the client be one of the few that only send no more, it gets whatever answer the modules give. Called by the loop.
    package func inputEnded() { tellOfEnd() }

    private func tellOfEnd() {
        guard !hasToldOfEnd.exchange(true, ordering: .acquiringAndReleasing) else { return }
        lazyObject.withLock { $0 }?.notifyDisconnect()
    }

    /// The IHttpConnection, made when the first module asks for it. Nil only when the region for host objects is full.
    func object(host: ModuleHost) -> HttpConnectionObject? {
        lazyObject.withLock { object in
            if object == nil { object = HttpConnectionObject.make(for: self, host: host) }
            return object
        }
    }

    /// A `sockaddr` that lives as long as the connection.
    var remoteAddress: UnsafeMutableRawPointer { remoteStorage }
    var localAddress: UnsafeMutableRawPointer { localStorage }

    private static func store(_ address: ConnectionAddress) -> UnsafeMutableRawPointer {
        let size = MemoryLayout<sockaddr_storage>.size
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
        memset(memory, 0, size)
        address.store(to: memory)
        return memory
    }
}

extension ConnectionAddress {
    /// Writes the address as a `sockaddr` to zeroed memory with room for a `sockaddr_storage`.
    func store(to memory: UnsafeMutableRawPointer) {
        switch self {
        case .ipv4(let bytes, let port):
            var value = sockaddr_in()
            value.sin_family = sa_family_t(AF_INET)
            value.sin_port = port.bigEndian
            value.sin_addr.s_addr = bytes.bigEndian
            memory.storeBytes(of: value, as: sockaddr_in.self)
        case .ipv6(let high, let low, let port, let scope):
            var value = sockaddr_in6()
            value.sin6_family = sa_family_t(AF_INET6)
            value.sin6_port = port.bigEndian
            value.sin6_scope_id = scope
            withUnsafeMutableBytes(of: &value.sin6_addr) {
                $0.storeBytes(of: high.bigEndian, as: UInt64.self)
                $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            memory.storeBytes(of: value, as: sockaddr_in6.self)
        case .unix(let path):
            var value = sockaddr_un()
            value.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &value.sun_path) { target in
                for (index, byte) in path.utf8.prefix(target.count - 1).enumerated() { target[index] = byte }
            }
            memory.storeBytes(of: value, as: sockaddr_un.self)
        }
    }
}

extension ConnectionAddress {
    /// As text, without the port: `127.0.0.1`, `::1`, or the path of a unix socket.
    package var host: String {
        switch self {
        case .ipv4(let bytes, _):
            return "\(bytes >> 24).\(bytes >> 16 & 255).\(bytes >> 8 & 255).\(bytes & 255)"
        case .ipv6(let high, let low, _, _):
            var address = in6_addr()
            withUnsafeMutableBytes(of: &address) {
                $0.storeBytes(of: high.bigEndian, as: UInt64.self)
                $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
            guard inet_ntop(AF_INET6, &address, &text, socklen_t(text.count)) != nil else { return "::" }
            return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        case .unix(let path): return path
        }
    }

    /// What a URL names it by, with the port: `127.0.0.1:80`, `[::1]:80`; a unix socket is on this host, and has none.
    package var authority: String {
        switch self {
        case .ipv4(_, let port): "\(host):\(port)"
        case .ipv6(_, _, let port, _): "[\(host)]:\(port)"
        case .unix: "localhost"
        }
    }

    /// As modules and logs show it, without the port: the numeric address, or `unix:` and the path of the socket.
    package var name: String { if case .unix(let path) = self { "unix:\(path)" } else { host } }

    /// The port; 0 for a unix socket.
    package var port: UInt16 {
        switch self {
        case .ipv4(_, let port), .ipv6(_, _, let port, _): port
        case .unix: 0
        }
    }
}
