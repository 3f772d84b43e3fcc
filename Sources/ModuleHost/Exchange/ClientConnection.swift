import Glibc
package import OperatingSystem
import Synchronization

/// A client's connection as the exchanges on it see it: who it is, and, once a module asks, the IHttpConnection.
package final class ClientConnection: @unchecked Sendable {
    // Safety: addresses are written once, before the connection is shared; the object has a lock of its own.

    /// The client's address.
    package let remote: EndpointAddress
    /// The address of this server that the client connected to.
    package let local: EndpointAddress

    private let connected = Atomic<Bool>(true)
    private let hasToldOfEnd = Atomic<Bool>(false)
    /// The IHttpConnection, once a module has asked for it.
    let lazyObject = Mutex<HttpConnectionObject?>(nil)
    private let remoteStorage: UnsafeMutableRawPointer
    private let localStorage: UnsafeMutableRawPointer

    /// Whether a proxy has said who the client is.
    let isProxied: Bool

    package init(remote: EndpointAddress, local: EndpointAddress, isProxied: Bool = false) {
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

    /// The client went away: notifies the modules that have stored a connection context. Called once, by the loop.
    package func disconnected() {
        guard connected.exchange(false, ordering: .acquiringAndReleasing) else { return }
        tellOfEnd()
    }

    /// The client has shut down its side of the connection during a request. Nearly always that means that it is gone,
    /// so modules are notified now: otherwise only the next send would show it. The request goes on, and a client that
    /// still reads gets its response. Called by the loop.
    package func inputEnded() { tellOfEnd() }

    private func tellOfEnd() {
        guard !hasToldOfEnd.exchange(true, ordering: .acquiringAndReleasing) else { return }
        lazyObject.withLock { $0 }?.notifyDisconnect()
    }

    /// A `sockaddr` that lives as long as the connection.
    var remoteAddress: UnsafeMutableRawPointer { remoteStorage }
    var localAddress: UnsafeMutableRawPointer { localStorage }

    private static func store(_ address: EndpointAddress) -> UnsafeMutableRawPointer {
        let size = MemoryLayout<sockaddr_storage>.size
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 8)
        memset(memory, 0, size)
        address.store(to: memory)
        return memory
    }
}
