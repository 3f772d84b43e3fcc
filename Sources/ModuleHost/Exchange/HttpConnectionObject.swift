import Glibc
import ModuleInterfaces
import OperatingSystem

/// A client's connection as modules see it, IHttpConnection: made when the first module asks for it, used by all
/// exchanges of the connection. Its functions are in an extension. Any thread.
final class HttpConnectionObject: @unchecked Sendable {
    // Safety: the allocations are in a Lock, the container has its own.
    let memory: HostObjectBlock
    let container: ConnectionModuleContextContainerObject
    unowned(unsafe) let host: ModuleHost
    /// Memory that modules have asked for, as addresses.
    let allocations = Lock<[UInt]>([])
    /// Weak: the connection owns this object. Written once per use, when a module asks.
    weak var connection: ClientConnection?

    /// Memory and objects of connections that are gone, oldest first. Like exchanges they rest before they are used again.
    private static let resting = Lock<[HttpConnectionObject]>([])
    private static let restLimit = 4096

    /// Nil when the region for host objects is full. The cells of `memory` are filled by the caller.
    init?(host: ModuleHost) {
        guard let memory = HostObjectBlock(cells: 2, live: false, confined: false) else { return nil }
        self.host = host
        self.memory = memory
        container = ConnectionModuleContextContainerObject(host: host)
    }

    /// One that has rested long enough, if there is one.
    static func takeRested(host: ModuleHost) -> HttpConnectionObject? {
        resting.withLock { resting in
            resting.count > restLimit && resting[0].host === host ? resting.removeFirst() : nil
        }
    }

    /// The client went away: notifies the contexts that asked for it. Exchanges may still run.
    func notifyDisconnect() {
        host.watchdog.loopBegins()
        container.notifyDisconnect()
    }

    /// The connection and its last exchange are over.
    func close() {
        host.watchdog.loopBegins()
        container.cleanUp()
        memory.setLive(false)
        for address in allocations.withLock({ allocations in
            defer { allocations = [] }
            return allocations
        }) { free(UnsafeMutableRawPointer(bitPattern: address)) }
        Self.resting.withLock { $0.append(self) }
    }
}

/// The contexts that modules have stored with a connection, as modules see them. Any thread.
final class ConnectionModuleContextContainerObject: @unchecked Sendable {
    // Safety: the entries are in Locks; the rest does not change.
    private unowned(unsafe) let host: ModuleHost
    let contexts = StoredContexts()
    private let watching = Lock<(contexts: [UInt: StoredContextReference], disconnected: Bool)>(([:], false))

    init(host: ModuleHost) { self.host = host }

    /// The context of that module that is notified when the client goes away.
    func watchingContext(_ id: UInt) -> StoredContextReference? { watching.withLock { $0.contexts[id] } }

    /// Stores a context that is to be notified when the client goes away. False if the module has stored one before.
    func watch(_ context: StoredContextReference, id: UInt) -> Bool {
        enum Outcome { case taken, stored, storedTooLate }
        let outcome = watching.withLock { watching -> Outcome in
            guard watching.contexts[id] == nil else { return .taken }
            watching.contexts[id] = context
            return watching.disconnected ? .storedTooLate : .stored
        }
        // The client went away in the meantime: the context must be notified all the same.
        if outcome == .storedTooLate { host.notifyDisconnect(context, module: UInt32(truncatingIfNeeded: id)) }
        return outcome != .taken
    }

    /// The client went away.
    func notifyDisconnect() {
        let contexts = watching.withLock { watching in
            watching.disconnected = true
            return watching.contexts
        }
        for (id, context) in contexts { host.notifyDisconnect(context, module: UInt32(truncatingIfNeeded: id)) }
    }

    /// Cleans up every context, because the connection is over.
    func cleanUp() {
        contexts.cleanUp(host: host, exchange: 0)
        let contexts = watching.withLock { watching -> [UInt: StoredContextReference] in
            defer { watching = ([:], false) }
            return watching.contexts
        }
        for (id, context) in contexts { host.cleanUp(context, module: UInt32(truncatingIfNeeded: id), exchange: 0) }
    }
}
