package import CModuleBorder

/// A block of host objects: what modules see of one exchange, one connection, or one object that lives as long as the process.
///
/// The memory is never unmapped and never changes its shape, so a pointer that a module kept too long meets a cell that
/// refuses the call. See `HostCell.h`.
package struct HostObjectBlock: @unchecked Sendable {
    // Safety: every access to the block from here is to words that are read and written atomically, or by its owner only.
    /// Its head, for what is worked out once for each exchange, or in the target that does it.
    package let block: UnsafeMutablePointer<HostBlock>

    /// Makes a block with room for `cells` objects; nil when the region for host objects is full.
    ///
    /// A confined block takes calls only from the thread that has taken it, or from one borrowing thread while nobody has.
    package init?(cells: Int, live: Bool, confined: Bool) {
        let state = live ? HostBlock_Live : HostBlock_Resting
        guard let block = HostMemory_MakeBlock(UInt32(cells), UInt32(state), confined ? 1 : 0) else { return nil }
        self.block = block
    }

    /// Puts an object into the block. `owner` answers its calls and must stay alive while the block may be live.
    package func set(_ index: Int, kind: Int, table: UnsafeRawPointer, owner: AnyObject) {
        HostBlock_SetCell(block, UInt32(index), UInt32(kind), table, Unmanaged.passUnretained(owner).toOpaque())
    }

    /// The object pointer that modules get.
    @inline(__always)
    package func pointer(_ index: Int) -> UnsafeMutableRawPointer {
        // The cells stand right behind the head, as HostBlock_Cell says, whose pointer Swift would check for nil.
        UnsafeMutableRawPointer(block) + (MemoryLayout<HostBlock>.size &+ index &* MemoryLayout<HostCell>.stride)
    }

    /// Lets calls in, or refuses them from now on.
    @inline(__always)
    package func setLive(_ live: Bool) {
        HostBlock_SetState(block, UInt32(live ? HostBlock_Live : HostBlock_Resting))
    }

    /// The calling thread becomes the one whose calls are taken. False while another thread is inside a call.
    @inline(__always)
    package func take() -> Bool { HostBlock_Take(block) != 0 }

    /// Nobody runs the exchange any more; one thread at a time may call it.
    @inline(__always)
    package func yield() { HostBlock_Yield(block) }

    /// Whether calls are let in.
    package var isLive: Bool { HostBlock_State(block) == UInt32(HostBlock_Live) }

    /// Whether some thread has taken or borrowed it.
    package var isTaken: Bool { HostBlock_Caller(block) != 0 }

    /// Whether the calling thread has.
    package var isTakenHere: Bool { HostBlock_Caller(block) == HostThread_ID() }

    /// Calls refused since the last time this was read.
    package func takeRefusals() -> Int { Int(HostBlock_TakeRefusals(block)) }
}

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
