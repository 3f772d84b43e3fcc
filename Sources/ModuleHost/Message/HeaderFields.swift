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

    /// Up to so many fields without an id are few, whatever their size.
    static let plainCount = 64

    /// Where the fields are.
    private struct State {
        /// Indexed by HTTP_HEADER_ID; `count` of them.
        var known: UnsafeMutablePointer<HTTP_KNOWN_HEADER>!
        /// Which known fields are set, one bit each; not kept up to date once a module has the raw struct.
        var set: UInt64 = 0
        var isExposed = false
        var needsReview = false
    }

    private let state = StateBox(State())
    /// The fields that have no id.
    let others: NamedFields
    private var known: UnsafeMutablePointer<HTTP_KNOWN_HEADER> { state.value.known }

    /// A value as the raw structs hold it.
    struct Value {
        let start: UnsafePointer<CChar>
        let count: Int

        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }
    }

    init(arena: Arena, names: HeaderNames) {
        self.arena = arena
        self.names = names
        count = names.count
        isResponse = names.count == HeaderNames.response.count
        others = NamedFields(arena: arena)
    }

    /// Works on another raw struct from now on.
    func attach(
        known: UnsafeMutablePointer<HTTP_KNOWN_HEADER>, unknownCount: UnsafeMutablePointer<USHORT>,
        unknown: UnsafeMutablePointer<UnsafeMutablePointer<HTTP_UNKNOWN_HEADER>?>
    ) {
        state.value = State(known: known)
        others.attach(count: unknownCount, array: unknown)
    }

    // MARK: Read

    func value(_ id: Int) -> Value? {
        guard id >= 0, id < count, let start = known[id].pRawValue else { return nil }
        return Value(start: start, count: Int(known[id].RawValueLength))
    }

    func value(named name: UnsafeRawBufferPointer) -> Value? {
        if let id = names.id(of: name) { return value(id) }
        return others.value(named: name)
    }

    /// Which fields with an id are set, one bit each.
    var knownSet: UInt64 { state.isExposed ? RawHeaders_Set(known, Int32(count)) : state.set }

    /// A module gets the raw struct and may edit it from now on.
    func expose() {
        state.isExposed = true
        state.needsReview = true
    }

    /// Whether there may be something that must not go out: all that the checked functions let in can, but for a few things
    /// that cost too much to look for each time.
    var needsReview: Bool { state.needsReview }
    func requestReview() { state.needsReview = true }

    private func noteOther(_ name: UnsafeRawBufferPointer) {
        if others.count > Self.plainCount || HeaderNames.isProxyConnection(name) { requestReview() }
    }

    private func note(_ id: Int, isSet: Bool) {
        let bit: UInt64 = 1 << UInt64(id)
        if isSet { state.set |= bit } else { state.set &= ~bit }
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
        others.forEach { body(nil, $0, $1) }
    }

    /// The fields with an id.
    func forEachKnown(_ body: (_ id: Int, _ value: UnsafeRawBufferPointer) -> Void) {
        var set = knownSet
        while set != 0 {
            let id = set.trailingZeroBitCount
            set &= set - 1
            body(id, UnsafeRawBufferPointer(start: known[id].pRawValue, count: Int(known[id].RawValueLength)))
        }
    }

    // MARK: Write

    /// Takes a field with an id away, and no other of its name.
    func delete(known id: Int) {
        known[id] = HTTP_KNOWN_HEADER()
        note(id, isSet: false)
    }

    /// Makes a value that is in memory already that of a field with an id, if it has none.
    func adopt(known id: Int, _ value: UnsafeRawBufferPointer) {
        guard known[id].pRawValue == nil else { return }
        known[id].pRawValue = value.baseAddress?.assumingMemoryBound(to: CChar.self)
        known[id].RawValueLength = USHORT(truncatingIfNeeded: value.count)
        note(id, isSet: true)
    }

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
            _ = others.append(name: name, nameCount, value: value, valueCount)
        }
    }

    /// Sets or extends a field; name and value are copied. The text must have been checked.
    func set(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, replace: Bool) -> HRESULT {
        if let id = names.id(of: name) { return set(id, value: value, replace: replace) }
        return setOther(name: name, value: value, replace: replace)
    }

    /// The same for a name that has no id.
    private func setOther(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer, replace: Bool) -> HRESULT {
        let result = others.set(name: name, value: value, replace: replace)
        if isResponse { noteOther(name) }
        return result
    }

    /// Sets or extends the field with an id; the value is copied. The text must have been checked.
    func set(_ id: Int, value: UnsafeRawBufferPointer, replace: Bool) -> HRESULT {
        guard id >= 0, id < count else { return HResult.invalidParameter }
        if known[id].pRawValue != nil, !replace { return join(id, value) }
        guard let copy = arena.copy(value)?.assumingMemoryBound(to: CChar.self) else { return HResult.outOfMemory }
        known[id].pRawValue = UnsafePointer(copy)
        known[id].RawValueLength = USHORT(value.count)
        note(id, isSet: true)
        if isResponse, HeaderNames.isNeverJoined(id) { others.remove(named: names.name(id)) }
        return HResult.ok
    }

    func delete(_ id: Int) {
        guard id >= 0, id < count else { return }
        known[id].pRawValue = nil
        known[id].RawValueLength = 0
        note(id, isSet: false)
        if isResponse, HeaderNames.isNeverJoined(id) { others.remove(named: names.name(id)) }
    }

    func delete(named name: UnsafeRawBufferPointer) {
        if let id = names.id(of: name) { return delete(id) }
        others.remove(named: name)
    }

    func removeAll() {
        for id in 0..<count { known[id] = HTTP_KNOWN_HEADER() }
        state.set = 0
        others.removeAll()
    }

    private func join(_ id: Int, _ value: UnsafeRawBufferPointer) -> HRESULT {
        if isResponse, HeaderNames.isNeverJoined(id) {
            let result = others.append(copying: names.name(id), value)
            noteOther(names.name(id))
            return result
        }
        let separator: StaticString = !isResponse && id == HeaderNames.requestID.cookie ? "; " : ", "
        return arena.join(&known[id].pRawValue, &known[id].RawValueLength, with: value, separator: separator)
    }
}

/// What the four SetHeader slots have in common: nothing that a module gives is taken unchecked.
extension HeaderFields {
    /// Sets a field by name. ERROR_INVALID_PARAMETER for a null pointer or a name that is no token, ERROR_INVALID_DATA for a
    /// value with control characters (it could split the message).
    func setChecked(name: PCSTR?, value: PCSTR?, count: USHORT, replace: BOOL) -> HRESULT {
        guard let name, let value else { return HResult.invalidParameter }
        let nameBytes = UnsafeRawBufferPointer(cString: name)
        // A name that has an id is a token.
        let id = names.id(of: nameBytes)
        guard id != nil || FieldText.isName(nameBytes), nameBytes.count <= Int(USHORT.max) else {
            return HResult.invalidParameter
        }
        let valueBytes = UnsafeRawBufferPointer(start: value, count: Int(count))
        guard FieldText.isValue(valueBytes) else { return HResult.invalidData }
        if let id { return set(id, value: valueBytes, replace: replace != 0) }
        return setOther(name: nameBytes, value: valueBytes, replace: replace != 0)
    }

    /// Sets a field by HTTP_HEADER_ID.
    func setChecked(id: HTTP_HEADER_ID, value: PCSTR?, count: USHORT, replace: BOOL) -> HRESULT {
        guard let value, id.rawValue < names.count else { return HResult.invalidParameter }
        let valueBytes = UnsafeRawBufferPointer(start: value, count: Int(count))
        guard FieldText.isValue(valueBytes) else { return HResult.invalidData }
        return set(Int(id.rawValue), value: valueBytes, replace: replace != 0)
    }
}

/// What may stand in a header field. Checked whenever a module sets one, so that no module can split a response.
enum FieldText {
    /// Whether `name` is a token of RFC 9110.
    static func isName(_ name: UnsafeRawBufferPointer) -> Bool { FieldText_IsName(name.baseAddress, name.count) != 0 }

    /// Whether `value` is free of control characters other than the tab.
    static func isValue(_ value: UnsafeRawBufferPointer) -> Bool {
        FieldText_IsValue(value.baseAddress, value.count) != 0
    }
}

extension UnsafeRawBufferPointer {
    /// The bytes of a C string without its zero.
    init(cString: UnsafePointer<CChar>) {
        self.init(start: cString, count: strlen(cString))
    }
}
