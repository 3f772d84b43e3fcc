import CEvents
import Glibc

/// What a descriptor is ready for: the bits of epoll.
package struct Readiness: Sendable, Equatable {
    package let bits: UInt32

    /// Nothing new: a turn that was asked for.
    package static let none = Readiness(bits: 0)

    @inlinable
    package init(bits: UInt32) { self.bits = bits }

    /// Something can be read or accepted, or reading tells what has happened.
    @inlinable
    package var isReadable: Bool { bits & 0x2019 != 0 }

    /// Something can be written again.
    @inlinable
    package var isWritable: Bool { bits & 0x0004 != 0 }

    /// The other side will send nothing more.
    @inlinable
    package var isInputEnding: Bool { bits & 0x2010 != 0 }

    /// The socket has an error: the other side has broken the connection off, or cannot be reached.
    @inlinable
    package var isFailed: Bool { bits & 0x0008 != 0 }
}

/// An epoll instance and the events it has given last. Used by one thread.
struct Poller: ~Copyable {
    // Safety: `events` has `capacity` entries, of which the system fills so many as `wait` returns.
    private let descriptor: CInt
    private let events: UnsafeMutablePointer<CEvent>

    /// Events taken at once.
    static let capacity = 512

    /// Which events a descriptor is watched for.
    enum Interest {
        /// Each change of what a connection's socket has to read, told once.
        case input
        /// The same, and of whether it takes output. A socket that has never been full takes it, which needs no telling.
        case inputAndOutput
        /// As long as there is something to read.
        case reading
        /// None for now.
        case nothing

        var mask: UInt32 {
            switch self {
            case .input: UInt32(CEventReadable) | UInt32(CEventInputEnded) | UInt32(CEventEdge)
            case .inputAndOutput: Self.input.mask | UInt32(CEventWritable)
            case .reading: UInt32(CEventReadable)
            case .nothing: 0
            }
        }
    }

    init() throws(EventLoopError) {
        descriptor = CEvents_MakePoller()
        guard descriptor >= 0 else { throw EventLoopError(making: "an epoll instance", code: -descriptor) }
        events = .allocate(capacity: Self.capacity)
        events.initialize(repeating: CEvent(), count: Self.capacity)
    }

    deinit {
        close(descriptor)
        events.deallocate()
    }

    /// Watches a descriptor; its events carry `data`. The errno value, or 0.
    func add(_ watched: CInt, _ interest: Interest, data: UInt64) -> CInt {
        -CEvents_Add(descriptor, watched, interest.mask, data)
    }

    /// Watches it for something else, or tells again what it is ready for now.
    func change(_ watched: CInt, _ interest: Interest, data: UInt64) -> CInt {
        -CEvents_Change(descriptor, watched, interest.mask, data)
    }

    /// Watches it no longer. To close it is not enough: while a process that a module has forked has a duplicate, its events
    /// go on.
    func remove(_ watched: CInt) { _ = CEvents_Remove(descriptor, watched) }

    /// Waits for events, at most so many milliseconds, -1 for without a limit. How many there are.
    func wait(milliseconds: CInt) -> Int {
        Int(CEvents_Wait(descriptor, events, CInt(Self.capacity), milliseconds))
    }

    /// One of the events that `wait` has found.
    func event(_ index: Int) -> (readiness: Readiness, data: UInt64) {
        precondition(index >= 0 && index < Self.capacity)
        return (Readiness(bits: events[index].readiness), events[index].data)
    }
}

/// Why a loop cannot be made or cannot watch a descriptor. One sentence.
package struct EventLoopError: Error, CustomStringConvertible {
    package let description: String

    init(making thing: String, code: CInt) {
        description = "\(thing) cannot be made: \(String(cString: strerror(code)))"
    }
}
