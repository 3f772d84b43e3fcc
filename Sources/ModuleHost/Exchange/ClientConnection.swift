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
    /// The number of the address at which the server listens that it came in by; 0 where that means nothing.
    package let listener: Int

    private let connected = Atomic<Bool>(true)
    private let hasToldOfEnd = Atomic<Bool>(false)
    /// The IHttpConnection, once a module has asked for it.
    let lazyObject = Lock<HttpConnectionObject?>(nil)
    /// Both addresses as `sockaddr`, once a module has asked for one.
    private let stored = Lock<UnsafeMutableRawPointer?>(nil)

    /// Whether a proxy has said who the client is.
    let isProxied: Bool

    package init(remote: EndpointAddress, local: EndpointAddress, listener: Int = 0, isProxied: Bool = false) {
        self.listener = listener
        self.isProxied = isProxied
        self.remote = remote
        self.local = local
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
        free(stored.withLock { $0 })
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
    var remoteAddress: UnsafeMutableRawPointer { addresses }
    var localAddress: UnsafeMutableRawPointer { addresses + Self.storageSize }

    private static let storageSize = MemoryLayout<sockaddr_storage>.stride

    private var addresses: UnsafeMutableRawPointer {
        stored.withLock { stored in
            if let stored { return stored }
            let memory = UnsafeMutableRawPointer.allocate(byteCount: 2 * Self.storageSize, alignment: 8)
            memset(memory, 0, 2 * Self.storageSize)
            _ = remote.store(to: memory)
            _ = local.store(to: memory + Self.storageSize)
            stored = memory
            return memory
        }
    }
}
