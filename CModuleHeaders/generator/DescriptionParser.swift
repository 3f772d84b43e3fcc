/// Reads one file of the interface description, line by line.
///
/// `interface NAME [: BASE]` or `class NAME` opens an interface; `iid`, `by`, `object`, `!` and `destructor` describe
/// it; `slot RESULT | NAME[=C NAME] | ARGUMENTS | FLAGS` adds one entry. Lines indented by four spaces are the
/// documentation of what stands above them. `#` opens a comment.
struct DescriptionParser {
    private let file: String
    private var interfaces: [Interface] = []
    private var line = 0
    private var pendingBlank = false

    private init(file: String) { self.file = file }

    /// - Parameters:
    ///   - text: the content of the file.
    ///   - file: its name, for messages.
    static func parse(_ text: String, file: String) throws(DescriptionError) -> [Interface] {
        var parser = DescriptionParser(file: file)
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            parser.line += 1
            try parser.take(line)
        }
        for interface in parser.interfaces { try DocumentationCheck(file: file).check(interface) }
        return parser.interfaces
    }

    private func failure(_ text: String) -> DescriptionError {
        DescriptionError("\(file):\(line): \(text)")
    }

    private mutating func take(_ line: Substring) throws(DescriptionError) {
        if line.hasPrefix("#") { return }
        if line.allSatisfy({ $0 == " " }) { return pendingBlank = true }
        if line.hasPrefix("    ") { return try document(line.dropFirst(4)) }
        let word = line.prefix { $0 != " " }
        let rest = line.dropFirst(word.count).trimmed
        if word == "interface" || word == "class" { return try open(rest, isClass: word == "class") }
        guard var current = interfaces.popLast() else { throw failure("'\(word)' stands before any interface") }
        switch word {
        case "iid": current.iid = rest
        case "object": current.object = rest
        case "!": current.overrides.append(rest)
        case "by":
            guard let implementer = Interface.Implementer(rawValue: rest) else {
                throw failure("'by \(rest)' is not one of host, module, either")
            }
            current.implementer = implementer
        case "slot": current.slots.append(try slot(rest))
        case "destructor":
            for name in rest.split(separator: ",").map(\.trimmed) {
                var slot = Slot(result: CType("void"), name: name, cName: name, arguments: [])
                slot.isDestructor = true
                slot.documentation = ["Reserved for the C++ destructor. The host never calls it; in C it is left NULL."]
                current.slots.append(slot)
            }
        default:
            throw failure("'\(word)' is not one of interface, class, iid, by, object, !, slot, destructor")
        }
        interfaces.append(current)
    }

    private mutating func open(_ text: String, isClass: Bool) throws(DescriptionError) {
        let parts = text.split(separator: ":").map(\.trimmed)
        guard let name = parts.first, parts.count <= 2 else { throw failure("expected 'NAME' or 'NAME : BASE'") }
        interfaces.append(Interface(name: name, base: parts.count == 2 ? parts[1] : nil, isClass: isClass))
    }

    /// A blank line inside documentation is kept when more of it follows.
    private mutating func document(_ text: Substring) throws(DescriptionError) {
        guard var current = interfaces.popLast() else { throw failure("documentation stands before any interface") }
        if current.slots.isEmpty {
            if pendingBlank, !current.documentation.isEmpty { current.documentation.append("") }
            current.documentation.append(String(text))
        } else {
            let last = current.slots.count - 1
            if pendingBlank, !current.slots[last].documentation.isEmpty { current.slots[last].documentation.append("") }
            current.slots[last].documentation.append(String(text))
        }
        pendingBlank = false
        interfaces.append(current)
    }

    private func slot(_ text: String) throws(DescriptionError) -> Slot {
        let columns = text.split(separator: "|", omittingEmptySubsequences: false).map(\.trimmed)
        guard columns.count == 4 else {
            throw failure("a slot has four columns (result | name | arguments | flags), this one has \(columns.count)")
        }
        let names = columns[1].split(separator: "=").map(\.trimmed)
        guard let name = names.first, let cName = names.last, names.count <= 2 else {
            throw failure("the name of the slot is missing")
        }
        var arguments: [Argument] = []
        if !columns[2].isEmpty {
            for part in columns[2].split(separator: ",") { arguments.append(try argument(part.trimmed)) }
        }
        var slot = Slot(result: CType(columns[0]), name: name, cName: cName, arguments: arguments)
        for flag in columns[3].split(separator: ",").map(\.trimmed) { try apply(flag, to: &slot) }
        return slot
    }

    private func argument(_ text: String) throws(DescriptionError) -> Argument {
        let halves = text.split(separator: "=", maxSplits: 1).map(\.trimmed)
        var declaration = Substring(halves[0])
        var direction = Argument.Direction.input
        for mark in [Argument.Direction.out, .both] where declaration.hasPrefix(mark.rawValue + " ") {
            direction = mark
            declaration = declaration.dropFirst(mark.rawValue.count + 1)
        }
        let name = String(declaration.reversed().prefix { $0.isLetter || $0.isNumber || $0 == "_" }.reversed())
        let type = declaration.dropLast(name.count).trimmed
        guard !name.isEmpty, !type.isEmpty else { throw failure("'\(text)' is not a type and a name") }
        return Argument(
            type: CType(type), name: name, defaultValue: halves.count > 1 ? halves[1] : nil, direction: direction)
    }

    private func apply(_ flag: String, to slot: inout Slot) throws(DescriptionError) {
        let halves = flag.split(separator: "=", maxSplits: 1).map(\.trimmed)
        switch halves[0] {
        case "const": slot.isConst = true
        case "any": slot.isAnyThread = true
        case "later": slot.isLater = true
        case "always": slot.constantAnswer = halves.count > 1 ? halves[1] : ""
        case "default" where halves.count > 1: slot.body = halves[1]
        default: throw failure("'\(flag)' is not one of const, any, later, always, default")
        }
    }
}

extension StringProtocol {
    /// The text without the blanks around it.
    var trimmed: String {
        let start = drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " }.reversed())
    }
}

/// Finds documentation that breaks off in the middle of a sentence.
///
/// Each paragraph, and what stands behind `Owner:` and `Returns:`, ends with a full stop. Behind `Thread:` a term alone needs
/// none, and behind `Corresponds to:` stands no sentence.
struct DocumentationCheck {
    /// The file of the description, for messages.
    let file: String

    /// Throws for the first text of the interface and its slots that breaks off.
    func check(_ interface: Interface) throws(DescriptionError) {
        try check(interface.documentation, of: interface.name)
        for slot in interface.slots { try check(slot.documentation, of: "\(interface.name)::\(slot.name)") }
    }

    private func check(_ documentation: [String], of name: String) throws(DescriptionError) {
        for text in Self.parts(documentation) where !Self.isWhole(text) {
            throw DescriptionError(
                "\(file): the documentation of \(name) breaks off at '\(text.suffix(40))': end it with a full stop")
        }
    }

    /// The paragraphs and labelled parts of the lines.
    private static func parts(_ lines: [String]) -> [String] {
        var parts = [""]
        for line in lines {
            if line.isEmpty || labels.contains(where: line.hasPrefix) { parts.append("") }
            parts[parts.count - 1] += (parts[parts.count - 1].isEmpty ? "" : " ") + line.trimmed
        }
        return parts.filter { !$0.isEmpty }
    }

    private static func isWhole(_ text: String) -> Bool {
        if text.hasSuffix(".") || text.hasPrefix("Corresponds to:") { return true }
        return text.hasPrefix("Thread: [") && text.hasSuffix("]")
    }

    private static let labels = ["Thread:", "Owner:", "Returns:", "Corresponds to:"]
}

/// What is wrong with an interface description, and where.
struct DescriptionError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
