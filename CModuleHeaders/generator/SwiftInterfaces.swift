/// Writes the Swift protocol behind each kind of object that the host makes.
struct SwiftInterfaces {
    let contract: Contract
    /// What a slot that is not answered yet returns.
    let notImplemented: String

    func file(_ interface: Interface, object: String) -> GeneratedFile {
        let rows = contract.table(of: interface)
        var lines = ["// \(Layout.banner())", "", "package import CModuleABI", ""]
        lines += [
            "/// What answers \(interface.name): one requirement for each of its \(rows.count) slots, in slot order.",
            "///",
            "/// The table calls these for the object that the pointer stands for, on the thread that the module",
            "/// called from; every pointer comes from the module and may be anything. An object that is gone never",
            "/// gets here.",
            "package protocol \(object)Interface: AnyObject {",
        ]
        for row in rows {
            lines += summary(row)
            lines += [signature(row.slot, package: false, indent: 4), ""]
        }
        lines.removeLast()
        lines.append("}")
        let given = rows.filter { $0.slot.isLater || $0.slot.constantAnswer != nil }
        if !given.isEmpty { lines += extensionLines(given, object: object) }
        return GeneratedFile(
            "Sources/ModuleInterfaces/Generated/\(object)Interface.swift", lines.joined(separator: "\n") + "\n")
    }

    private func summary(_ row: Contract.Row) -> [String] {
        let text = row.slot.documentation.prefix {
            !$0.isEmpty && !$0.hasPrefix("Thread:") && !$0.hasPrefix("Owner:")
                && !$0.hasPrefix("Returns:") && !$0.hasPrefix("Corresponds to:")
        }
        return Layout.swiftComment(["Slot \(row.number), `\(row.slot.cName)`."] + text, indent: 4)
    }

    private func signature(_ slot: Slot, package: Bool, indent: Int) -> String {
        let items = slot.arguments.map { "_ \(Self.escaped($0.name)): \($0.type.swift)" }
        let result = slot.result.isVoid ? "" : " -> \(slot.result.swift)"
        return Layout.list(
            "\(package ? "package " : "")func \(slot.swiftName)(", items, ")\(result)\(package ? " {" : "")",
            indent: indent)
    }

    private func extensionLines(_ rows: [Contract.Row], object: String) -> [String] {
        var lines = ["", "/// Slots that the host does not answer yet, and those whose answer never changes."]
        lines.append("extension \(object)Interface {")
        for row in rows {
            lines += Layout.swiftComment([defaultSentence(row.slot)], indent: 4)
            lines.append(signature(row.slot, package: true, indent: 4))
            lines += Self.clearing(row.slot, indent: 8)
            if let value = answer(row.slot) { lines.append("        return \(value)") }
            lines += ["    }", ""]
        }
        lines.removeLast()
        return lines + ["}"]
    }

    private func defaultSentence(_ slot: Slot) -> String {
        let value = answer(slot)
        if slot.isLater { return value.map { "Not answered yet: `\($0)`." } ?? "Not answered yet: nothing happens." }
        return value.map { "Always `\($0)`." } ?? "Never has an effect here."
    }

    /// The value that a default body returns, `nil` for none.
    private func answer(_ slot: Slot) -> String? {
        if slot.result.isVoid { return nil }
        if slot.result.name == "HRESULT", slot.result.stars == 0 {
            guard let constant = slot.constantAnswer else { return notImplemented }
            return "HRESULT(bitPattern: \(constant))"
        }
        guard let constant = slot.constantAnswer else { return slot.result.swiftNeutral }
        return ["FALSE": "0", "TRUE": "1", "NULL": "nil"][constant] ?? constant
    }

    /// One statement for each `out` argument that stores the neutral value, if there is room for it.
    static func clearing(_ slot: Slot, indent: Int) -> [String] {
        slot.arguments.filter { $0.direction == .out }.map {
            String(repeating: " ", count: indent) + "\(escaped($0.name))?.pointee = \($0.type.pointee.swiftNeutral)"
        }
    }

    static func escaped(_ name: String) -> String {
        ["in", "is", "as", "operator", "extension", "default", "internal"].contains(name) ? "`\(name)`" : name
    }
}

/// Writes which interfaces are versions of one another, for IHttpServer2::GetExtendedInterface.
struct InterfaceFamilies {
    let contract: Contract

    /// The interfaces behind each kind of object that derive from one another and from nothing that other kinds derive from
    /// too: a pointer to any of them can be taken for a pointer to any other.
    var families: [[String]] {
        contract.hostObjects.map { object in
            var family = [object]
            while let base = family[0].base.flatMap(contract.interface(named:)), derived(from: base).count == 1 {
                family.insert(base, at: 0)
            }
            return family.filter { $0.iid != nil }.map(\.name)
        }
        .filter { $0.count > 1 }
    }

    private func derived(from base: Interface) -> [Interface] { contract.interfaces.filter { $0.base == base.name } }

    func file() -> GeneratedFile {
        var lines = [
            "// \(Layout.banner())", "", "import CModuleABI", "", "extension InterfaceFamilies {",
            "    /// The versions of each interface, the first one first.", "    static let families: [[GUID]] = [",
        ]
        for family in families { lines.append(Layout.list("[", family.map { "IID_\($0)" }, "],", indent: 8)) }
        return GeneratedFile(
            "Sources/ModuleHost/Objects/Generated/InterfaceFamilies+List.swift",
            (lines + ["    ]", "}", ""]).joined(separator: "\n"))
    }
}
