import CModuleABI
import Glibc
import ModuleInterfaces

/// Fields that stand by name in an array of a raw struct: header fields without an HTTP_HEADER_ID, and trailer fields.
///
/// Modules may read and edit the array at any time, or put one of their own in its place. Names and values are C strings in
/// the arena of the exchange. Used only by the thread that has the exchange.
final class NamedFields {
    private let arena: Arena

    /// Where the fields are.
    private struct State {
        var count: UnsafeMutablePointer<USHORT>!
        var array: UnsafeMutablePointer<UnsafeMutablePointer<HTTP_UNKNOWN_HEADER>?>!
        var capacity = 0
        /// How many places of our array have been filled.
        var used = 0
        /// The array we made.
        var own: UnsafeMutablePointer<HTTP_UNKNOWN_HEADER>?
    }

    private let state = StateBox(State())
    private var array: UnsafeMutablePointer<HTTP_UNKNOWN_HEADER>? { state.value.array.pointee }

    init(arena: Arena) { self.arena = arena }

    /// Works on another raw struct from now on.
    func attach(
        count: UnsafeMutablePointer<USHORT>, array: UnsafeMutablePointer<UnsafeMutablePointer<HTTP_UNKNOWN_HEADER>?>
    ) {
        state.value = State(count: count, array: array)
    }

    // MARK: Read

    /// How many there are: none without an array, and in our own no more than we put there, whatever the raw struct says.
    var count: Int {
        guard let array else { return 0 }
        let count = Int(state.value.count.pointee)
        return array == state.own ? min(count, state.used) : count
    }

    /// The value of the first field of that name, in any case.
    func value(named name: UnsafeRawBufferPointer) -> HeaderFields.Value? {
        guard let index = index(of: name, from: 0), let field = array?[index], let start = field.pRawValue else {
            return nil
        }
        return HeaderFields.Value(start: start, count: Int(field.RawValueLength))
    }

    /// All fields in their order.
    func forEach(_ body: (_ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void) {
        guard let array else { return }
        for index in 0..<count {
            let field = array[index]
            guard let name = field.pName, let value = field.pRawValue else { continue }
            body(
                UnsafeRawBufferPointer(start: name, count: Int(field.NameLength)),
                UnsafeRawBufferPointer(start: value, count: Int(field.RawValueLength)))
        }
    }

    private func index(of name: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let array else { return nil }
        var index = start
        while index < count {
            if let other = array[index].pName,
                HeaderNames.equal(name, UnsafeRawBufferPointer(start: other, count: Int(array[index].NameLength)))
            {
                return index
            }
            index += 1
        }
        return nil
    }

    // MARK: Write

    /// Sets or extends a field; name and value are copied. The text must have been checked.
    func set(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, replace: Bool) -> HRESULT {
        guard let index = index(of: name, from: 0), let array else { return append(copying: name, value) }
        guard replace else {
            return arena.join(&array[index].pRawValue, &array[index].RawValueLength, with: value, separator: ", ")
        }
        guard let copy = arena.copy(value)?.assumingMemoryBound(to: CChar.self) else { return HResult.outOfMemory }
        array[index].pRawValue = UnsafePointer(copy)
        array[index].RawValueLength = USHORT(value.count)
        remove(named: name, from: index + 1)
        return HResult.ok
    }

    /// Adds a field behind the others, also if there is one of that name; name and value are copied.
    func append(copying name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> HRESULT {
        guard let nameCopy = arena.copy(name)?.assumingMemoryBound(to: CChar.self),
            let copy = arena.copy(value)?.assumingMemoryBound(to: CChar.self)
        else { return HResult.outOfMemory }
        return append(name: nameCopy, name.count, value: copy, value.count)
    }

    /// Adds a field whose name and value are C strings in the arena already.
    func append(
        name: UnsafePointer<CChar>, _ nameCount: Int, value: UnsafePointer<CChar>, _ valueCount: Int
    ) -> HRESULT {
        let count = self.count
        guard count < Int(USHORT.max) else { return HResult.invalidData }
        if state.own == nil || array != state.own || count >= state.capacity {
            guard grow(toHold: count + 1) else { return HResult.outOfMemory }
        }
        var field = HTTP_UNKNOWN_HEADER()
        field.pName = name
        field.NameLength = USHORT(nameCount)
        field.pRawValue = value
        field.RawValueLength = USHORT(valueCount)
        state.own?[count] = field
        state.used = count + 1
        state.value.count.pointee = USHORT(count + 1)
        return HResult.ok
    }

    private func grow(toHold count: Int) -> Bool {
        let stride = MemoryLayout<HTTP_UNKNOWN_HEADER>.stride
        let newCapacity = max(8, count * 2)
        guard let memory = arena.allocateUninitialized(newCapacity * stride) else { return false }
        let new = memory.bindMemory(to: HTTP_UNKNOWN_HEADER.self, capacity: newCapacity)
        let old = self.count
        if let array { memcpy(memory, array, old * stride) }
        state.used = old
        state.own = new
        state.value.array.pointee = new
        state.capacity = newCapacity
        return true
    }

    /// Removes all fields of that name from the place `start` on.
    func remove(named name: UnsafeRawBufferPointer, from start: Int = 0) {
        var position = start
        while let index = index(of: name, from: position), let array {
            let rest = count - index - 1
            if rest > 0 { memmove(array + index, array + index + 1, rest * MemoryLayout<HTTP_UNKNOWN_HEADER>.stride) }
            state.value.count.pointee = USHORT(count - 1)
            position = index
        }
    }

    func removeAll() { state.value.count.pointee = 0 }

    /// Takes away all but what `isKept` says of. An array of the module's stays as it is, for it may be in memory that cannot
    /// be written to: the raw struct gets a copy in its place.
    func keep(where isKept: (_ name: UnsafeRawBufferPointer?, _ value: UnsafeRawBufferPointer?) -> Bool) {
        guard let array else { return }
        let count = self.count
        var kept = 0
        for index in 0..<count {
            let field = array[index]
            let name = field.pName.map { UnsafeRawBufferPointer(start: $0, count: Int(field.NameLength)) }
            let value = field.pRawValue.map { UnsafeRawBufferPointer(start: $0, count: Int(field.RawValueLength)) }
            guard isKept(name, value) else {
                // Up to here all were kept, where they are.
                if kept == index, array != state.own, !grow(toHold: count) { return removeAll() }
                continue
            }
            if kept < index { state.own?[kept] = field }
            kept += 1
        }
        state.value.count.pointee = USHORT(kept)
    }
}

extension Arena {
    /// Puts `separator` and `value` behind the value that a field has.
    func join(
        _ field: inout UnsafePointer<CChar>?, _ count: inout USHORT, with value: UnsafeRawBufferPointer,
        separator: StaticString
    ) -> HRESULT {
        let old = Int(count)
        let total = old + separator.utf8CodeUnitCount + value.count
        guard total <= Int(USHORT.max) else { return HResult.invalidData }
        guard let joined = allocateUninitialized(total) else { return HResult.outOfMemory }
        if let field { memcpy(joined, field, old) }
        memcpy(joined + old, separator.utf8Start, separator.utf8CodeUnitCount)
        if let start = value.baseAddress { memcpy(joined + old + separator.utf8CodeUnitCount, start, value.count) }
        joined.storeBytes(of: 0, toByteOffset: total, as: UInt8.self)
        field = UnsafePointer(joined.assumingMemoryBound(to: CChar.self))
        count = USHORT(total)
        return HResult.ok
    }
}
