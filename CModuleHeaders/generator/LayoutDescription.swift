/// Sizes, offsets and values that the contract promises: `interfaces/layouts.txt`, and where it says so, those of the facts.
struct LayoutDescription {
    /// One promise: what it is called in the lock file, and the condition that must hold in C and in C++.
    struct Promise {
        let name: String
        let condition: String
    }

    private(set) var promises: [Promise] = []
    /// The values that are spelled `(HRESULT)NUMBER`.
    private(set) var results: [(name: String, number: UInt32)] = []

    /// - Parameters:
    ///   - text: the content of the file.
    ///   - file: its name, for messages.
    ///   - facts: what stands where the text says `facts NAME`.
    init(_ text: String, file: String, facts: Facts) throws(DescriptionError) {
        var factual = [
            "contract": [ContractFacts(facts: facts).promise], "fields": [FieldFacts(facts: facts).promise],
            "verbs": [VerbFacts(facts: facts).promise], "notifications": NotificationHeader(facts: facts).promises,
            "traces": TraceFacts(facts: facts).promises,
        ]
        let families = factual.keys.sorted().map { "'facts \($0)'" }.joined(separator: ", ")
        for (number, line) in Self.joined(text) {
            let family = line.hasPrefix("facts ") ? factual.removeValue(forKey: line.dropFirst(6).trimmed) : [line]
            for line in family ?? [line] {
                guard let found = Self.promises(in: line) else {
                    throw DescriptionError(
                        "\(file):\(number): expected 'struct NAME SIZE | MEMBER@OFFSET, ...', "
                            + "'enum NAME SIZE | NAME=VALUE, ...', 'type NAME SIZE', 'value NAME NUMBER' or one of "
                            + "\(families), once each")
                }
                promises += found
                if let result = Self.result(in: line) { results.append(result) }
            }
        }
        if let missing = factual.keys.min() {
            throw DescriptionError("\(file) does not promise 'facts \(missing)': add that line")
        }
    }

    /// The lines that say something, each with its number; a line that starts with a blank continues the one above.
    private static func joined(_ text: String) -> [(number: Int, line: String)] {
        var lines: [(number: Int, line: String)] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix(" "), !lines.isEmpty {
                lines[lines.count - 1].line += line
            } else {
                lines.append((index + 1, String(line)))
            }
        }
        return lines
    }

    /// An HRESULT as an expression in Swift.
    func expression(of name: String) throws(DescriptionError) -> String {
        guard let result = results.first(where: { $0.name == name }) else {
            throw DescriptionError("layouts.txt has no 'value \(name) (HRESULT)NUMBER'")
        }
        let digits = Layout.digits(result.number, 8).uppercased()
        return "HRESULT(bitPattern: 0x\(digits.prefix(4))_\(digits.suffix(4)))"
    }

    private static func result(in line: String) -> (name: String, number: UInt32)? {
        let words = line.split(separator: " ")
        guard words.count == 3, words[0] == "value", words[2].hasPrefix("(HRESULT)") else { return nil }
        let text = words[2].dropFirst("(HRESULT)".count)
        let number = text.hasPrefix("0x") ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text)
        return number.map { (String(words[1]), $0) }
    }

    private static func promises(in line: String) -> [Promise]? {
        let halves = line.split(separator: "|").map(\.trimmed)
        let words = halves[0].split(separator: " ").map(String.init)
        guard words.count == 3 else { return nil }
        let (kind, name, number) = (words[0], words[1], words[2])
        if kind == "value" { return [Promise(name: "value \(name) \(number)", condition: "\(name) == \(number)")] }
        guard ["struct", "enum", "type"].contains(kind) else { return nil }
        var found = [Promise(name: "\(kind) \(name) \(number)", condition: "sizeof(\(name)) == \(number)")]
        for member in halves.dropFirst().joined().split(separator: ",").map(\.trimmed) {
            let parts = member.split { $0 == "@" || $0 == "=" }.map(String.init)
            guard parts.count == 2 else { return nil }
            let condition =
                kind == "struct"
                ? "offsetof(\(name), \(parts[0])) == \(parts[1])" : "\(parts[0]) == \(parts[1])"
            found.append(Promise(name: "\(kind) \(name) \(member)", condition: condition))
        }
        return found
    }
}

/// Writes the assertions that hold the headers against the promised layout, in C and in C++.
struct LayoutAssertions {
    let contract: Contract
    let layouts: LayoutDescription

    /// The C file, part of the library, so that no build can miss it.
    var c: String {
        var lines = [
            "/* \(Layout.banner()) */", "#define MODHOST_NO_NOTE", "#include <stddef.h>", "",
            "#include \"httpserv.h\"", "#include \"wpframework.h\"", "",
            "#define SLOT(interface, slot, number) \\",
            "    _Static_assert(offsetof(interface##Vtbl, slot) == (number) * 8, #interface \": \" #slot)", "",
        ]
        lines += layouts.promises.map { Self.assertion("_Static_assert", $0) }
        for interface in contract.interfaces {
            let rows = contract.table(of: interface)
            let name = interface.name
            lines += ["", "_Static_assert(sizeof(\(name)) == 8, \"\(name)\");"]
            lines.append("_Static_assert(sizeof(\(name)Vtbl) == \(rows.count) * 8, \"\(name): number of slots\");")
            lines += rows.map { "SLOT(\(name), \($0.slot.cName), \($0.number));" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The C++ file, compiled by the tests only.
    var cxx: String {
        var lines = [
            "// \(Layout.banner())", "#define MODHOST_NO_NOTE", "#include <cstddef>", "#include <type_traits>", "",
            "#include \"httpserv.h\"", "#include \"wpframework.h\"", "",
            "// A structure with a base is not of standard layout; both compilers lay it out as C does.",
            "#pragma GCC diagnostic ignored \"-Winvalid-offsetof\"", "",
        ]
        lines += layouts.promises.map { Self.assertion("static_assert", $0) }
        for interface in contract.interfaces {
            let name = interface.name
            lines += ["", "static_assert(sizeof(\(name)) == 8 && std::is_polymorphic<\(name)>::value, \"\(name)\");"]
            if let base = interface.base {
                lines.append("static_assert(std::is_base_of<\(base), \(name)>::value, \"\(name)\");")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func assertion(_ keyword: String, _ promise: LayoutDescription.Promise) -> String {
        Layout.list("\(keyword)(", [promise.condition, "\"\(promise.name)\""], ");", indent: 0)
    }
}

/// Writes the HRESULTs that `layouts.txt` promises, for the border and for the kit: Swift does not see macros with a cast.
struct ResultNumbers {
    let layouts: LayoutDescription

    func files() -> [GeneratedFile] {
        ["ModuleInterfaces", "ModuleKit"].map {
            GeneratedFile("Sources/\($0)/Generated/ResultNumber.swift", (lines + [""]).joined(separator: "\n"))
        }
    }

    private var lines: [String] {
        [
            "// \(Layout.banner("layouts.txt"))", "", "import CModuleABI", "",
            "/// The HRESULTs of results.h under their names there.", "enum ResultNumber {",
        ]
            + layouts.results.map { name, number in
                "    static var \(name): HRESULT { HRESULT(bitPattern: 0x\(Layout.digits(number, 8))) }"
            } + ["}"]
    }
}
