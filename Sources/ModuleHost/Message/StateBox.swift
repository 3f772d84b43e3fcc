/// Owns a state that changes all the time, in memory of its own: made with the object whose state it is, freed with it.
///
/// Each access to a stored property of a class is checked for exclusivity at run time, which would cost more than a walk
/// itself. What belongs to an exchange has one thread at a time anyway, so what changes during a walk stands behind a
/// pointer, as the fields of a plain struct. The fields are used as if they were the box's own; `value` is all of them.
///
/// Not thread-safe: the owner of the box decides which thread may use it.
@dynamicMemberLookup
struct StateBox<State>: ~Copyable {
    /// Where the state is, for as long as the box lives.
    let address: UnsafeMutablePointer<State>

    init(_ state: State) {
        address = .allocate(capacity: 1)
        address.initialize(to: state)
    }

    deinit {
        address.deinitialize(count: 1)
        address.deallocate()
    }

    /// The whole state.
    var value: State {
        @inline(__always) unsafeAddress { UnsafePointer(address) }
        @inline(__always) nonmutating unsafeMutableAddress { address }
    }

    /// A field of the state. The optimiser makes a plain load or store of it.
    subscript<Field>(dynamicMember field: WritableKeyPath<State, Field>) -> Field {
        @inline(__always) get { address.pointee[keyPath: field] }
        @inline(__always) nonmutating _modify { yield &address.pointee[keyPath: field] }
    }
}
