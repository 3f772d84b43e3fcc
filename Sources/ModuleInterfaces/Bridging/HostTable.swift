/// Makes the tables behind host objects.
package enum HostTable {
    /// Copies `table` into memory that is never freed, behind the two words that C++ expects before a table: 0 and the
    /// `type_info` of the class. Without them a module's `dynamic_cast` on a host object crashes.
    ///
    /// Returns the address that goes into `lpVtbl`.
    package static func make<Table>(_ table: Table, typeInfo: UnsafeRawPointer?) -> UnsafeRawPointer {
        let word = MemoryLayout<UInt>.size
        // Safety: the block is laid out here and handed out read-only; tables live as long as the process.
        let start = UnsafeMutableRawPointer.allocate(
            byteCount: 2 * word + MemoryLayout<Table>.size, alignment: MemoryLayout<Table>.alignment)
        start.storeBytes(of: 0, as: UInt.self)
        start.storeBytes(of: UInt(bitPattern: typeInfo), toByteOffset: word, as: UInt.self)
        let slots = start + 2 * word
        slots.bindMemory(to: Table.self, capacity: 1).initialize(to: table)
        return UnsafeRawPointer(slots)
    }
}
