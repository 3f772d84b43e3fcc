import CModuleABI
import Synchronization

/// Memory that the host was given for an operation. It lives until the operation is over and its bytes
/// have been read.
final class LentMemory: Sendable {
    // Safety: the address does not change, and the bytes belong to the host until the operation is over.
    nonisolated(unsafe) let start: UnsafeMutableRawPointer

    init(count: Int) {
        start = .allocate(byteCount: max(count, 1), alignment: MemoryLayout<UInt64>.alignment)
    }

    /// A copy of `bytes`.
    init(_ bytes: UnsafeRawBufferPointer) {
        start = .allocate(byteCount: max(bytes.count, 1), alignment: MemoryLayout<UInt64>.alignment)
        if let source = bytes.baseAddress { start.copyMemory(from: source, byteCount: bytes.count) }
    }

    deinit { start.deallocate() }
}

/// How an operation of the host ended.
struct HostOutcome: Sendable {
    /// An HRESULT.
    let code: Int32
    /// The bytes that were moved.
    let bytes: UInt32
}

/// The one asynchronous operation of the host that a context may have under way, and the task that waits for it.
///
/// A task begins the operation and then suspends; no thread waits. The host's thread tells the end, which may come
/// before the task has suspended, and `end` tells it when the exchange is over without one.
struct HostWait: ~Copyable, Sendable {
    enum State {
        case idle
        /// No task waits for its end yet.
        case underWay(LentMemory?)
        /// A task is suspended until its end.
        case awaited(LentMemory?, UnsafeContinuation<HostOutcome, Never>)
        case over(HostOutcome)
        /// The exchange has ended.
        case ended
    }

    /// Whether an operation can be begun.
    enum Readiness {
        case ready
        /// The one before it is not over yet.
        case busy
        /// The one before it is over, and this is how.
        case over(HostOutcome)
        /// The exchange has ended.
        case ended
    }

    private static let exchangeEnded = HostOutcome(code: ResultCode.invalidHandle.rawValue, bytes: 0)

    private let state = Mutex(State.idle)

    /// An operation is about to be given to the host, with this memory. Not begun if the answer is another than
    /// `ready`.
    func begin(_ memory: LentMemory?) -> Readiness {
        state.withLock { state in
            switch state {
            case .idle:
                state = .underWay(memory)
                return .ready
            case .over(let outcome):
                state = .idle
                return .over(outcome)
            case .underWay, .awaited: return .busy
            case .ended: return .ended
            }
        }
    }

    /// The host refused the operation, or was done with it before it returned.
    func withdraw() {
        state.withLock { state in
            if case .underWay = state { state = .idle }
        }
    }

    /// Suspends until the operation that is under way is over. Nil if there is none.
    nonisolated(nonsending) func outcome() async -> HostOutcome? {
        let early = state.withLock { state -> HostOutcome?? in
            switch state {
            case .over(let outcome):
                state = .idle
                return outcome
            case .idle: return .some(nil)
            case .ended: return Self.exchangeEnded
            case .underWay, .awaited: return nil
            }
        }
        if let early { return early }
        return await withUnsafeContinuation { continuation in
            let outcome = state.withLock { state -> HostOutcome? in
                switch state {
                case .underWay(let memory):
                    state = .awaited(memory, continuation)
                    return nil
                case .over(let outcome):
                    state = .idle
                    return outcome
                case .idle, .awaited, .ended: return Self.exchangeEnded
                }
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }

    /// The operation is over. Called on a thread of the host's.
    func finish(_ outcome: HostOutcome) {
        let waiting = state.withLock { state -> UnsafeContinuation<HostOutcome, Never>? in
            switch state {
            case .underWay:
                state = .over(outcome)
                return nil
            case .awaited(_, let continuation):
                state = .idle
                return continuation
            case .idle, .over, .ended: return nil
            }
        }
        waiting?.resume(returning: outcome)
    }

    /// The exchange is over, and the host has let go of the memory: what waits goes on, and nothing begins any more.
    func end() {
        let waiting = state.withLock { state -> UnsafeContinuation<HostOutcome, Never>? in
            defer { state = .ended }
            guard case .awaited(_, let continuation) = state else { return nil }
            return continuation
        }
        waiting?.resume(returning: Self.exchangeEnded)
    }
}
