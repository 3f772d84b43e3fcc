import Synchronization

/// A context of a module that no exchange has at the moment, kept so that the next exchange need not make one.
///
/// One is enough: on a loop the exchanges of one turn come and go one after the other.
struct SpareContext: ~Copyable, Sendable {
    /// What is kept, with a reference of its own; 0 for nothing.
    private let address = Atomic<UInt>(0)

    deinit { release(address.load(ordering: .acquiring)) }

    /// The context that was kept, whose reference now belongs to the caller; nil if there is none.
    func take() -> Unmanaged<HttpContext>? {
        let taken = address.exchange(0, ordering: .acquiring)
        return UnsafeRawPointer(bitPattern: taken).map { Unmanaged.fromOpaque($0) }
    }

    /// Takes the context out of `place` and keeps it, unless someone else still knows it: to them it must stay one that has
    /// ended, and never turn into that of another client.
    func keep(from place: UnsafeMutablePointer<HttpContext>) {
        // Asked of the reference where it is, since a copy would be another one.
        let isFree = isKnownUniquelyReferenced(&place.pointee)
        let reference = UnsafeRawPointer(place).load(as: Unmanaged<HttpContext>.self)
        let word = UInt(bitPattern: reference.toOpaque())
        let isKept = isFree && reference._withUnsafeGuaranteedRef { $0.isReusable }
        release(isKept ? address.exchange(word, ordering: .acquiringAndReleasing) : word)
    }

    private func release(_ word: UInt) {
        guard let pointer = UnsafeRawPointer(bitPattern: word) else { return }
        Unmanaged<HttpContext>.fromOpaque(pointer).release()
    }
}

extension HttpContext {
    /// Whether it is as good as new, and no weak or unowned reference to it exists. The counts of both start at one.
    fileprivate var isReusable: Bool {
        isAsNew && _getWeakRetainCount(self) == 1 && _getUnownedRetainCount(self) == 1
    }
}
