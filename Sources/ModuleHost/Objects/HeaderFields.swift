import CModuleABI
import CModuleBorder
import Glibc
import ModuleInterfaces

/// The header fields of a request or a response, kept in the live raw struct that modules may read and edit at any time.
///
/// Names and values are C strings in the arena of the exchange. Used only by the thread that has the exchange.
final class HeaderFields {
    private let arena: Arena
    let names: HeaderNames
    private let count: Int
    private let isResponse: Bool

    /// Where the fields are. Behind a pointer for the reason given at `ExchangeState`.
    private struct State {
        /// Indexed by HTTP_HEADER_ID; `count` of them.
        var known: UnsafeMutablePointer<HTTP_KNOWN_HEADER>!
        var unknownCount: UnsafeMutablePointer<USHORT>!
        var unknown: UnsafeMutablePointer<UnsafeMutablePointer<HTTP_UNKNOWN_HEADER>?>!
        var capacity = 0
        /// The array we made. A module may have put one of its own in its place.
        var own: UnsafeMutablePointer<HTTP_UNKNOWN_HEADER>?
        /// Which known fields are set, one bit each; meaningless once a module has the raw struct in its hands.
        var set: UInt64 = 0
        var isExposed = false
    }

    private let state: UnsafeMutablePointer<State>
    private var known: UnsafeMutablePointer<HTTP_KNOWN_HEADER> { state.pointee.known }
    private var unknownCount: UnsafeMutablePointer<USHORT> { state.pointee.unknownCount }
    private var unknown: UnsafeMutablePointer<UnsafeMutablePointer<HTTP_UNKNOWN_HEADER>?> { state.pointee.unknown }

    /// A value as the raw structs hold it.
    struct Value {
        let start: UnsafePointer<CChar>
        let count: Int
    }

    init(arena: Arena, names: HeaderNames) {
        self.arena = arena
        self.names = names
        count = names.count
        isResponse = names.count == HeaderNames.response.count
        state = .allocate(capacity: 1)
        state.initialize(to: State())
    }

    deinit { state.deallocate() }

    /// Works on another raw struct from now on.
    func attach(
        known: UnsafeMutablePointer<HTTP_KNOWN_HEADER>, unknownCount: UnsafeMutablePointer<USHORT>,
        unknown: UnsafeMutablePointer<UnsafeMutablePointer<HTTP_UNKNOWN_HEADER>?>
    ) {
        state.pointee = State(known: known, unknownCount: unknownCount, unknown: unknown)
    }

    // MARK: Read

    func value(_ id: Int) -> Value? {
        guard id >= 0, id < count, let start = known[id].pRawValue else { return nil }
        return Value(start: start, count: Int(known[id].RawValueLength))
    }

    func value(named name: UnsafeRawBufferPointer) -> Value? {
        if let id = names.id(of: name) { return value(id) }
        guard let index = unknownIndex(name, from: 0), let field = unknown.pointee?[index], let start = field.pRawValue
        else { return nil }
        return Value(start: start, count: Int(field.RawValueLength))
    }

    /// Which fields with an id are set, one bit each.
    var knownSet: UInt64 { state.pointee.isExposed ? RawHeaders_Set(known, Int32(count)) : state.pointee.set }

    /// A module gets the raw struct and may edit it from now on.
    func expose() { state.pointee.isExposed = true }

    private func note(_ id: Int, isSet: Bool) {
        let bit: UInt64 = 1 << UInt64(id)
        if isSet { state.pointee.set |= bit } else { state.pointee.set &= ~bit }
    }

    /// All fields: first those with an id, then the others in their order.
    func forEach(
        except excluded: UInt64 = 0,
        _ body: (_ id: Int?, _ name: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer) -> Void
    ) {
        let known = self.known
        var set = knownSet & ~excluded
        while set != 0 {
            let id = set.trailingZeroBitCount
            set &= set - 1
            let value = UnsafeRawBufferPointer(start: known[id].pRawValue, count: Int(known[id].RawValueLength))
            body(id, names.name(id), value)
        }
        guard let fields = unknown.pointee else { return }
        for index in 0..<Int(unknownCount.pointee) {
            let field = fields[index]
            guard let name = field.pName, let value = field.pRawValue else { continue }
            body(
                nil, UnsafeRawBufferPointer(start: name, count: Int(field.NameLength)),
                UnsafeRawBufferPointer(start: value, count: Int(field.RawValueLength)))
        }
    }

    // MARK: Write

    /// Takes over a field whose name and value are C strings in the arena already, as the decoder found it.
    @inline(__always)
    func adopt(id: Int, name: UnsafePointer<CChar>, nameCount: Int, value: UnsafePointer<CChar>, valueCount: Int) {
        if id >= 0, known[id].pRawValue == nil {
            known[id].pRawValue = value
            known[id].RawValueLength = USHORT(truncatingIfNeeded: valueCount)
            note(id, isSet: true)
        } else if id >= 0 {
            _ = join(id, UnsafeRawBufferPointer(start: value, count: valueCount))
        } else {
            _ = append(name: name, nameCount, value: value, valueCount)
        }
    }

    /// Sets or extends a field; name and value are copied. The text must have been checked.
    func set(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, replace: Bool) -> HRESULT {
        if let id = names.id(of: name) { return set(id, value: value, replace: replace) }
        guard let copy = arena.copy(value)?.assumingMemoryBound(to: CChar.self) else { return HResult.outOfMemory }
        if let index = unknownIndex(name, from: 0), let fields = unknown.pointee {
            if replace {
                fields[index].pRawValue = UnsafePointer(copy)
                fields[index].RawValueLength = USHORT(value.count)
                removeUnknown(name, from: index + 1)
                return HResult.ok
            }
            return join(&fields[index].pRawValue, &fields[index].RawValueLength, with: value, separator: ", ")
        }
        guard let nameCopy = arena.copy(name)?.assumingMemoryBound(to: CChar.self) else { return HResult.outOfMemory }
        return append(name: nameCopy, name.count, value: copy, value.count)
    }

    /// Sets or extends the field with an id; the value is copied. The text must have been checked.
    func set(_ id: Int, value: UnsafeRawBufferPointer, replace: Bool) -> HRESULT {
        guard id >= 0, id < count else { return HResult.invalidParameter }
        if known[id].pRawValue != nil, !replace { return join(id, value) }
        guard let copy = arena.copy(value)?.assumingMemoryBound(to: CChar.self) else { return HResult.outOfMemory }
        known[id].pRawValue = UnsafePointer(copy)
        known[id].RawValueLength = USHORT(value.count)
        note(id, isSet: true)
        if isResponse, HeaderNames.isNeverJoined(id) { removeUnknown(names.name(id), from: 0) }
        return HResult.ok
    }

    func delete(_ id: Int) {
        guard id >= 0, id < count else { return }
        known[id].pRawValue = nil
        known[id].RawValueLength = 0
        note(id, isSet: false)
        if isResponse, HeaderNames.isNeverJoined(id) { removeUnknown(names.name(id), from: 0) }
    }

    func delete(named name: UnsafeRawBufferPointer) {
        if let id = names.id(of: name) { return delete(id) }
        removeUnknown(name, from: 0)
    }

    func removeAll() {
        for id in 0..<count { known[id] = HTTP_KNOWN_HEADER() }
        state.pointee.set = 0
        unknownCount.pointee = 0
    }

    private func join(_ id: Int, _ value: UnsafeRawBufferPointer) -> HRESULT {
        if isResponse, HeaderNames.isNeverJoined(id) {
            let name = names.name(id)
            guard let nameCopy = arena.copy(name)?.assumingMemoryBound(to: CChar.self),
                let copy = arena.copy(value)?.assumingMemoryBound(to: CChar.self)
            else { return HResult.outOfMemory }
            return append(name: nameCopy, name.count, value: copy, value.count)
        }
        let separator: StaticString = !isResponse && id == HeaderNames.requestID.cookie ? "; " : ", "
        return join(&known[id].pRawValue, &known[id].RawValueLength, with: value, separator: separator)
    }

    private func join(
        _ field: inout UnsafePointer<CChar>?, _ count: inout USHORT, with value: UnsafeRawBufferPointer,
        separator: StaticString
    ) -> HRESULT {
        let old = Int(count)
        let total = old + separator.utf8CodeUnitCount + value.count
        guard total <= Int(USHORT.max) else { return HResult.invalidData }
        guard let joined = arena.allocateUninitialized(total) else { return HResult.outOfMemory }
        if let field { memcpy(joined, field, old) }
        memcpy(joined + old, separator.utf8Start, separator.utf8CodeUnitCount)
        if let start = value.baseAddress { memcpy(joined + old + separator.utf8CodeUnitCount, start, value.count) }
        joined.storeBytes(of: 0, toByteOffset: total, as: UInt8.self)
        field = UnsafePointer(joined.assumingMemoryBound(to: CChar.self))
        count = USHORT(total)
        return HResult.ok
    }

    private func append(
        name: UnsafePointer<CChar>, _ nameCount: Int, value: UnsafePointer<CChar>, _ valueCount: Int
    ) -> HRESULT {
        let count = Int(unknownCount.pointee)
        guard count < Int(USHORT.max) else { return HResult.invalidData }
        if state.pointee.own == nil || unknown.pointee != state.pointee.own || count >= state.pointee.capacity {
            guard grow(toHold: count + 1) else { return HResult.outOfMemory }
        }
        var field = HTTP_UNKNOWN_HEADER()
        field.pName = name
        field.NameLength = USHORT(nameCount)
        field.pRawValue = value
        field.RawValueLength = USHORT(valueCount)
        state.pointee.own?[count] = field
        unknownCount.pointee = USHORT(count + 1)
        return HResult.ok
    }

    private func grow(toHold count: Int) -> Bool {
        let stride = MemoryLayout<HTTP_UNKNOWN_HEADER>.stride
        let newCapacity = max(8, count * 2)
        guard let memory = arena.allocateUninitialized(newCapacity * stride) else { return false }
        let array = memory.bindMemory(to: HTTP_UNKNOWN_HEADER.self, capacity: newCapacity)
        if let old = unknown.pointee { memcpy(memory, old, Int(unknownCount.pointee) * stride) }
        state.pointee.own = array
        unknown.pointee = array
        state.pointee.capacity = newCapacity
        return true
    }

    private func unknownIndex(_ name: UnsafeRawBufferPointer, from start: Int) -> Int? {
        guard let fields = unknown.pointee else { return nil }
        var index = start
        while index < Int(unknownCount.pointee) {
            if let other = fields[index].pName,
                HeaderNames.equal(name, UnsafeRawBufferPointer(start: other, count: Int(fields[index].NameLength)))
            {
                return index
            }
            index += 1
        }
        return nil
    }

    private func removeUnknown(_ name: UnsafeRawBufferPointer, from start: Int) {
        var position = start
        while let index = unknownIndex(name, from: position), let fields = unknown.pointee {
            let rest = Int(unknownCount.pointee) - index - 1
            if rest > 0 { memmove(fields + index, fields + index + 1, rest * MemoryLayout<HTTP_UNKNOWN_HEADER>.stride) }
            unknownCount.pointee -= 1
            position = index
        }
    }
}
