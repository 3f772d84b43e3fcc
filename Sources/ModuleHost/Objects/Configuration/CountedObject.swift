import CModuleABI
import CModuleBorder
import DequeModule
import ModuleInterfaces
import OperatingSystem

/// What the objects of one kind share: how modules see them, and those that rest.
final class CountedKind: Sendable {
    /// Ended objects that are kept before the first of them is used again, so that a pointer kept too long meets a cell that
    /// refuses the call.
    private static let rest = 256

    let number: UInt32
    let table: UInt
    private let identifiers: [[UInt8]]
    private let resting = Lock(Deque<Resting>())

    private struct Resting: @unchecked Sendable {
        // Safety: it is a CountedObject, all of whose state is in a Lock.
        let object: AnyObject
    }

    /// - Parameters:
    ///   - number: HostKind_…
    ///   - identifiers: the interfaces that an object answers besides IUnknown.
    init(_ number: UInt32, _ table: UnsafeRawPointer, _ identifiers: [GUID]) {
        self.number = number
        self.table = UInt(bitPattern: table)
        self.identifiers = ([IID_IUnknown] + identifiers).map(Self.bytes)
    }

    /// Whether an object of this kind has the interface `iid`.
    func answers(_ iid: GUID) -> Bool { identifiers.contains(Self.bytes(iid)) }

    func put(_ object: AnyObject) {
        let resting = Resting(object: object)
        self.resting.withLock { $0.append(resting) }
    }

    func take() -> AnyObject? {
        resting.withLock { $0.count > Self.rest ? $0.popFirst() : nil }?.object
    }

    private static func bytes(_ iid: GUID) -> [UInt8] { withUnsafeBytes(of: iid) { Array($0) } }
}

/// The base class of host objects whose references modules count, and which show a content that never changes. Any thread.
///
/// A module may give back one reference too many, or call after its last one, also while another thread calls. So object and
/// cell stay for ever: when the last reference is gone the content goes, the cell refuses calls, and after a rest both are
/// used for another content.
class CountedObject<Content: Sendable>: @unchecked Sendable {
    // Safety: what changes is in a Lock.
    private struct Held {
        /// Those of modules.
        var references: UInt32 = 0
        /// Whether the host has one too, which no module can give back.
        var isPinned = false
        var content: Content?

        /// All references.
        var count: UInt32 { references + (isPinned ? 1 : 0) }

        /// Nobody has a reference any more: gives the content up.
        mutating func end() -> Content? {
            guard references == 0, !isPinned else { return nil }
            defer { content = nil }
            return content
        }
    }

    private let held = Lock(Held())
    private let memory: HostObjectBlock

    required init(_ memory: HostObjectBlock) { self.memory = memory }

    /// Overridden by each kind.
    class var kind: CountedKind { preconditionFailure("A counted object is of a kind.") }

    /// An object that shows `content`, with one reference, which is its receiver's. Nil when the region for host objects is
    /// full.
    static func make(_ content: Content) -> UnsafeMutableRawPointer? { makeObject(content)?.pointer }

    /// The same, as the host sees it.
    ///
    /// One that is pinned stays until `unpin`, whatever modules give back.
    static func makeObject(_ content: Content, isPinned: Bool = false) -> Self? {
        let object: Self
        if let rested = kind.take() as? Self {
            object = rested
        } else {
            guard let memory = HostObjectBlock(cells: 1, live: false, confined: false),
                let table = UnsafeRawPointer(bitPattern: kind.table)
            else { return nil }
            object = Self(memory)
            let stays = Unmanaged.passRetained(object).takeUnretainedValue()
            memory.set(0, kind: Int(kind.number), table: table, owner: stays)
        }
        object.held.withLock {
            $0.references = 1
            $0.isPinned = isPinned
            $0.content = content
        }
        object.memory.setLive(true)
        return object
    }

    /// The object pointer that modules get.
    final var pointer: UnsafeMutableRawPointer { memory.pointer(0) }

    /// What it shows; nil when the last reference has just been given back.
    final var content: Content? { held.withLock { $0.content } }

    func queryInterface(_ iid: REFGUID?, _ out: UnsafeMutablePointer<PVOID?>?) -> HRESULT {
        guard let out else { return HResult.invalidArgument }
        out.pointee = nil
        guard let iid else { return HResult.invalidArgument }
        guard Self.kind.answers(iid.pointee) else { return HResult.noInterface }
        guard addRef() > 0 else { return HResult.handle }
        out.pointee = pointer
        return HResult.ok
    }

    final func addRef() -> ULONG {
        held.withLock { held in
            guard held.references > 0 || held.isPinned, held.references < .max - 1 else { return held.count }
            held.references += 1
            return held.count
        }
    }

    final func release() -> ULONG {
        // The content goes after the lock has been given back.
        let (left, ended): (UInt32, Content?) = held.withLock { held in
            guard held.references > 0 else { return (held.count, nil) }
            held.references -= 1
            return (held.count, held.end())
        }
        if ended != nil { rest() }
        return left
    }

    /// Gives the host's own reference back if no module has one. Whether it did.
    final func unpinIfUnused() -> Bool {
        let ended = held.withLock { held -> Content? in
            guard held.references == 0 else { return nil }
            held.isPinned = false
            return held.end()
        }
        if ended != nil { rest() }
        return ended != nil
    }

    private func rest() {
        memory.setLive(false)
        Self.kind.put(self)
    }
}

/// What an answer that is an object comes to.
enum MadeObject {
    /// The object, with a reference for the module; nil when there was no memory.
    case made(UnsafeMutableRawPointer?)
    /// There is none, which is no mistake.
    case none
    /// There is none of that number or name.
    case missing
}

// The answers of slots: each stores what `answer` makes of the content, and never more than that.
extension CountedObject {
    func object<Interface>(
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<Interface>?>?, _ answer: (Content) -> MadeObject
    ) -> HRESULT {
        guard let out else { return HResult.invalidArgument }
        out.pointee = nil
        guard let content else { return HResult.handle }
        switch answer(content) {
        case .made(let object?): out.pointee = object.assumingMemoryBound(to: Interface.self)
        case .made(nil): return HResult.outOfMemory
        case .none: break
        case .missing: return HResult.invalidIndex
        }
        return HResult.ok
    }

    func text(_ out: UnsafeMutablePointer<BSTR?>?, _ answer: (Content) -> String) -> HRESULT {
        guard let out else { return HResult.invalidArgument }
        out.pointee = nil
        guard let content else { return HResult.handle }
        out.pointee = AutomationText.make(answer(content))
        return out.pointee == nil ? HResult.outOfMemory : HResult.ok
    }

    func truth(_ out: UnsafeMutablePointer<VARIANT_BOOL>?, _ answer: (Content) -> Bool) -> HRESULT {
        guard let out else { return HResult.invalidArgument }
        out.pointee = 0
        guard let content else { return HResult.handle }
        out.pointee = answer(content) ? -1 : 0
        return HResult.ok
    }

    func number(_ out: UnsafeMutablePointer<UInt32>?, _ answer: (Content) -> Int) -> HRESULT {
        guard let out else { return HResult.invalidArgument }
        out.pointee = 0
        guard let content else { return HResult.handle }
        out.pointee = UInt32(truncatingIfNeeded: answer(content))
        return HResult.ok
    }

    func value(_ out: UnsafeMutablePointer<VARIANT>?, _ answer: (Content) -> VARIANT?) -> HRESULT {
        guard let out else { return HResult.invalidArgument }
        out.pointee = VARIANT()
        guard let content else { return HResult.handle }
        guard let value = answer(content) else { return HResult.outOfMemory }
        out.pointee = value
        return HResult.ok
    }

    func metadata(
        _ name: BSTR?, _ out: UnsafeMutablePointer<VARIANT>?, _ answer: (Content, String) -> Metadata?
    ) -> HRESULT {
        guard let out else { return HResult.invalidArgument }
        out.pointee = VARIANT()
        guard let name = AutomationText.read(name) else { return HResult.invalidArgument }
        guard let content else { return HResult.handle }
        return Metadata.store(answer(content, name), out)
    }
}

/// A value that says something of an element or an attribute, and is none of the configuration.
enum Metadata {
    case truth(Bool)
    case number(Int)
    case text(String)

    /// Stores it; nil is a name that is not known.
    static func store(_ metadata: Metadata?, _ out: UnsafeMutablePointer<VARIANT>) -> HRESULT {
        let value: VARIANT? =
            switch metadata {
            case .truth(let isTrue)?: .bool(isTrue)
            case .number(let number)?: .uint(UInt32(truncatingIfNeeded: number))
            case .text(let text)?: .text(text)
            case nil: VARIANT()
            }
        guard let value else { return HResult.outOfMemory }
        out.pointee = value
        return metadata == nil ? HResult.notSupported : HResult.ok
    }
}

/// Which item of a collection is meant: by number from 0, or by name.
enum ItemIndex {
    case number(Int)
    case name(String)

    /// Nil for what is neither. The module keeps what it has given.
    init?(_ index: VARIANT) {
        if let name = index.text {
            self = .name(name)
        } else if let number = index.wholeNumber, let small = Int(exactly: number), small >= 0 {
            self = .number(small)
        } else {
            return nil
        }
    }

    /// The item that is meant.
    func find<Items: RandomAccessCollection<Item>, Item>(in items: Items, byName: (String) -> Item?) -> Item?
    where Items.Index == Int {
        switch self {
        case .number(let number): number < items.count ? items[number] : nil
        case .name(let name): byName(name)
        }
    }
}
