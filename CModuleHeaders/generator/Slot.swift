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

    /// The name in Swift: the C name with a lower-case first letter.
    var swiftName: String { cName.prefix(1).lowercased() + cName.dropFirst() }

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
