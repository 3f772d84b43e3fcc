import CModuleABI

/// A C object made by hand: a pointer to a table, then an unretained pointer to the Swift object that answers.
struct FakeObject<Interface, Owner: AnyObject> {
    let pointer: UnsafeMutablePointer<Interface>

    init<Table>(_ owner: Owner, table: Table, as type: Interface.Type = Interface.self) {
        let words = UnsafeMutablePointer<UnsafeMutableRawPointer>.allocate(capacity: 2)
        let tablePointer = UnsafeMutablePointer<Table>.allocate(capacity: 1)
        tablePointer.initialize(to: table)
        words[0] = UnsafeMutableRawPointer(tablePointer)
        words[1] = Unmanaged.passUnretained(owner).toOpaque()
        pointer = UnsafeMutableRawPointer(words).assumingMemoryBound(to: Interface.self)
    }

    /// The object that answers for `pointer`.
    static func owner(_ pointer: UnsafeMutablePointer<Interface>?) -> Owner {
        let words = UnsafeMutableRawPointer(pointer!).assumingMemoryBound(to: UnsafeMutableRawPointer.self)
        return Unmanaged<Owner>.fromOpaque(words[1]).takeUnretainedValue()
    }

    func free() {
        let words = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: UnsafeMutableRawPointer.self)
        words[0].deallocate()
        words.deallocate()
    }
}
