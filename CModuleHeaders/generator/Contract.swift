/// The whole interface description: every family in the order in which a module meets it.
struct Contract {
    let families: [Family]
    private let byName: [String: Interface]

    /// Fails when two interfaces share a name or a base is not described.
    init(families: [Family]) throws(DescriptionError) {
        self.families = families
        var byName: [String: Interface] = [:]
        for interface in families.flatMap(\.interfaces) {
            guard byName.updateValue(interface, forKey: interface.name) == nil else {
                throw DescriptionError("the interface \(interface.name) is described twice; remove one of the two")
            }
        }
        self.byName = byName
        for interface in families.flatMap(\.interfaces) {
            if let base = interface.base, byName[base] == nil {
                throw DescriptionError("\(interface.name) extends \(base), which no file describes")
            }
        }
    }

    var interfaces: [Interface] { families.flatMap(\.interfaces) }

    /// The interfaces that stand for a kind of object that the host makes.
    var hostObjects: [Interface] { interfaces.filter { $0.object != nil } }

    func interface(named name: String) -> Interface? { byName[name] }

    /// The interface and what it extends, the outermost base first.
    func lineage(of interface: Interface) -> [Interface] {
        var line = [interface]
        while let base = line[0].base, let next = byName[base] { line.insert(next, at: 0) }
        return line
    }

    /// All slots of an interface, those of its bases first, each with the interface that declares it.
    func table(of interface: Interface) -> [Row] {
        var rows: [Row] = []
        for ancestor in lineage(of: interface) {
            for slot in ancestor.slots {
                rows.append(Row(number: rows.count, slot: slot, declaredBy: ancestor))
            }
        }
        return rows
    }

    /// The families whose headers a family's header needs: those of its interfaces' bases.
    func prerequisites(of family: Family) -> [Family] {
        let bases = Set(family.interfaces.compactMap(\.base))
        return families.filter { other in
            other.name != family.name && other.interfaces.contains { bases.contains($0.name) }
        }
    }

    /// One row of a table.
    struct Row {
        let number: Int
        let slot: Slot
        let declaredBy: Interface
    }
}

/// One file of the interface description, and the header that comes from it.
struct Family {
    /// The names of the families in the order in which a module meets them.
    static let order = [
        "registration", "module", "context", "request", "response", "server", "entities", "providers", "completion",
        "cache", "trace", "framework", "configuration", "extensions",
    ]

    let name: String
    let interfaces: [Interface]
}

/// One interface, or one class that a module derives from.
struct Interface {
    let name: String
    let base: String?
    /// `CHttpModule` and `CGlobalModule`: their methods have bodies in C++.
    let isClass: Bool
    var iid: String?
    var implementer = Implementer.host
    /// The name of the kind of object whose most derived interface this is, if the host makes such objects.
    var object: String?
    /// Inline overrides that exist only in C++.
    var overrides: [String] = []
    var slots: [Slot] = []
    var documentation: [String] = []

    enum Implementer: String {
        case host, module, either
    }
}

/// The 128-bit identifier of an interface, as the registry spells it.
struct InterfaceID {
    private let digits: [Character]

    /// Fails unless the text is 32 hexadecimal digits in five groups.
    init?(_ text: String) {
        let groups = text.split(separator: "-").map(\.count)
        digits = text.filter { $0 != "-" }.map { $0 }
        guard groups == [8, 4, 4, 4, 12], digits.allSatisfy(\.isHexDigit) else { return nil }
    }

    /// The members of a GUID as a C initializer.
    var initializer: String {
        let bytes = (8..<16).map { "0x" + String(digits[($0 * 2)..<($0 * 2 + 2)]) }.joined(separator: ", ")
        return "{0x\(String(digits[0..<8])), 0x\(String(digits[8..<12])), 0x\(String(digits[12..<16])), {\(bytes)}}"
    }
}

/// One entry of a table of functions.
struct Slot {
    let result: CType
    let name: String
    /// The name in C, where each entry needs one of its own.
    let cName: String
    let arguments: [Argument]
    var isConst = false
    /// Callable from any thread while the object lives.
    var isAnyThread = false
    /// The host does not answer it yet.
    var isLater = false
    /// The host's answer never changes: `always` or `always=VALUE`.
    var constantAnswer: String?
    /// The C++ body of a class's method.
    var body: String?
    /// One of the two entries of a virtual destructor; C++ makes it, nobody calls it through the table.
    var isDestructor = false
    var documentation: [String] = []

    var isOverload: Bool { name != cName }

    /// The name in Swift: the C name with a lower-case first letter, and without the underscore of `get_` and `put_`.
    var swiftName: String {
        guard let mark = cName.firstIndex(of: "_") else { return cName.prefix(1).lowercased() + cName.dropFirst() }
        return cName[..<mark].lowercased() + cName[cName.index(after: mark)...]
    }

    /// What a slot answers while the host does not answer it: in C, and `nil` where it answers nothing.
    var neutralAnswer: String? {
        if result.isVoid { return nil }
        if result.name == "HRESULT", result.stars == 0 { return "E_NOTIMPL" }
        if result.isPointer { return "NULL" }
        return ["BOOL": "FALSE", "bool": "false"][result.name] ?? "0"
    }

    /// The documentation as the headers show it: with a last line where the host does not answer the slot yet.
    var headerDocumentation: [String] {
        guard isLater else { return documentation }
        let answer = neutralAnswer.map { "the host answers \($0)" } ?? "nothing happens"
        return documentation + ["Not yet: for now \(answer)."]
    }
}

/// One argument of a slot.
struct Argument {
    let type: CType
    let name: String
    /// The C++ default value.
    let defaultValue: String?
    let direction: Direction

    var declaration: String { type.declaring(name) }

    enum Direction: String {
        case input, out, both = "inout"
    }
}
