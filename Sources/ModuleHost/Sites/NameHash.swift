/// The hash of a name of a host or of a path, in which letters count without regard to case. FNV-1a: names are short, and those
/// in a table come from the configuration, so nobody can choose them to collide.
struct NameHash {
    private(set) var value: UInt64

    init(seed: Int = 0) { value = 0xCBF2_9CE4_8422_2325 ^ UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 }

    /// Takes one byte more, of which `small` is the small letter.
    @inline(__always)
    mutating func add(_ small: UInt8) { value = (value ^ UInt64(small)) &* 0x100_0000_01B3 }

    /// The small letter of an ASCII letter; any other byte as it is.
    @inline(__always)
    static func small(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}

/// Finds numbers by names. Filled once, then read by all threads.
///
/// The slots are a power of two and at most half full; a name that is not there ends at the first free one.
struct NameTable: Sendable {
    private struct Slot {
        var hash: UInt64 = 0
        /// Where its name stands; nothing if free.
        var start: Int32 = 0
        var count: Int32 = 0
        var number: Int32 = -1
    }

    private var slots: [Slot] = [Slot()]
    private var names: [UInt8] = []
    private(set) var count = 0

    init() {}

    /// Adds a name in small letters, unless it is there with that hash.
    mutating func add(_ name: [UInt8], hash: UInt64, number: Int) {
        if (count + 1) * 2 > slots.count { grow() }
        let index = index(of: hash) { $0.elementsEqual(name) }
        guard slots[index].number < 0 else { return }
        slots[index] = Slot(
            hash: hash, start: Int32(names.count), count: Int32(name.count), number: Int32(number))
        names += name
        count += 1
    }

    /// The number of a name; -1 if there is none. `isSame` compares a name of that hash, in small letters, to the one wanted.
    @inline(__always)
    func number(hash: UInt64, isSame: (UnsafeRawBufferPointer) -> Bool) -> Int {
        slots.withUnsafeBufferPointer { slots in
            names.withUnsafeBytes { names in
                var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
                while slots[index].number >= 0 {
                    let slot = slots[index]
                    let range = Int(slot.start)..<Int(slot.start + slot.count)
                    if slot.hash == hash, isSame(UnsafeRawBufferPointer(rebasing: names[range])) {
                        return Int(slot.number)
                    }
                    index = (index + 1) & (slots.count - 1)
                }
                return -1
            }
        }
    }

    private func index(of hash: UInt64, isSame: (ArraySlice<UInt8>) -> Bool) -> Int {
        var index = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[index].number >= 0 {
            let slot = slots[index]
            if slot.hash == hash, isSame(names[Int(slot.start)..<Int(slot.start + slot.count)]) { break }
            index = (index + 1) & (slots.count - 1)
        }
        return index
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: max(16, old.count * 2))
        for slot in old where slot.number >= 0 {
            var index = Int(truncatingIfNeeded: slot.hash) & (slots.count - 1)
            while slots[index].number >= 0 { index = (index + 1) & (slots.count - 1) }
            slots[index] = slot
        }
    }
}
