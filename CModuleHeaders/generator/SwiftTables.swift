/// Writes the table of C functions behind each kind of object that the host makes.
struct SwiftTables {
    let contract: Contract
    /// What a slot returns when the object is gone or the thread may not use it.
    let refused: String

    func file(_ interface: Interface, object: String) -> GeneratedFile {
        let parts = parts(interface, object: object)
        var lines = [
            "// \(Layout.banner())", "", "import CModuleABI", "import CModuleBorder", "import ModuleInterfaces",
            "", "extension \(object)Object {",
            "    /// The table behind every \(interface.name) of this host. Made once, never freed.",
            "    nonisolated(unsafe) static let table: UnsafeRawPointer = HostTable.make(",
            "        makeTable(), typeInfo: modhost_type_info_\(interface.name)())", "",
            "    private static func makeTable() -> \(interface.name)Vtbl {",
            "        var table = \(interface.name)Vtbl()",
        ]
        lines += parts.indices.map { "        fillPart\($0 + 1)(&table)" }
        lines += ["        return table", "    }"]
        for (index, part) in parts.enumerated() {
            lines += [
                "", "    private static func fillPart\(index + 1)(_ table: inout \(interface.name)Vtbl) {",
            ]
            lines += part + ["    }"]
        }
        lines += ["}", ""]
        return GeneratedFile(
            "Sources/ModuleHost/Objects/Generated/\(object)Table.swift", lines.joined(separator: "\n"))
    }

    /// The entries, cut so that each function stays under 60 lines.
    private func parts(_ interface: Interface, object: String) -> [[String]] {
        var parts: [[String]] = [[]]
        for row in contract.table(of: interface) {
            let entry = entry(row, object: object)
            if parts[parts.count - 1].count + entry.count > 56 { parts.append([]) }
            parts[parts.count - 1] += entry
        }
        return parts
    }

    private func entry(_ row: Contract.Row, object: String) -> [String] {
        let slot = row.slot
        let names = slot.arguments.map { SwiftInterfaces.escaped($0.name) }
        let enter =
            slot.isAnyThread
            ? "HostCell_EnterAny(UnsafeRawPointer(this), HostKind_\(object))"
            : "HostCell_Enter(UnsafeRawPointer(this), HostKind_\(object), &entry)"
        var lines = ["        table.\(slot.cName) = { \((["this"] + names).joined(separator: ", ")) in"]
        if lines[0].count > Layout.width {
            lines = ["        table.\(slot.cName) = {"] + Layout.filled(["this"] + names, indent: 12, tail: " in")
        }
        if !slot.isAnyThread { lines.append("            var entry = HostEntry()") }
        lines += refusal(slot, enter: enter)
        if !slot.isAnyThread { lines.append("            defer { HostCell_Leave(&entry) }") }
        let head =
            "            \(slot.result.isVoid ? "" : "return ")"
            + "Unmanaged<\(object)Object>.fromOpaque(owner)._withUnsafeGuaranteedRef {"
        let line = "\(head) $0.\(slot.swiftName)(\(names.joined(separator: ", "))) }"
        if line.count <= Layout.width {
            lines.append(line)
        } else {
            lines += [head, Layout.list("$0.\(slot.swiftName)(", names, ")", indent: 16), "            }"]
        }
        return lines + ["        }"]
    }

    private func refusal(_ slot: Slot, enter: String) -> [String] {
        let value =
            slot.result.isVoid
            ? "return"
            : slot.result.name == "HRESULT" && slot.result.stars == 0
                ? "return \(refused)" : "return \(slot.result.swiftNeutral)"
        let clearing = SwiftInterfaces.clearing(slot, indent: 16)
        let line = "            guard let owner = \(enter) else { \(value) }"
        if clearing.isEmpty, line.count <= Layout.width { return [line] }
        return ["            guard let owner = \(enter) else {"] + clearing
            + ["                \(value)", "            }"]
    }
}
