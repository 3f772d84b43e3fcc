/// Writes `Documentation/interfaces.md`: every interface, every slot, and whether the host answers it.
struct ReferencePage {
    let contract: Contract
    let conventions: Conventions

    func file() -> GeneratedFile {
        var lines = [
            "<!-- \(Layout.banner()) -->", "", "# Interfaces", "",
            "Every interface of the contract, slot by slot, in the order of the tables. The C name is the name in the",
            "C table, of the inline caller (`IHttpResponse_SetHeaderByName`) and, with a small first letter, of the",
            "Swift method. What a slot does, in full, stands above it in the headers.", "",
            "A slot marked *later* is there and safe to call, but the host does not answer it yet.", "",
        ]
        lines += conventions.markdown
        for family in contract.families {
            lines += ["## \(family.name.prefix(1).uppercased() + family.name.dropFirst())", ""]
            for interface in family.interfaces { lines += section(interface) }
        }
        return GeneratedFile("Documentation/interfaces.md", lines.joined(separator: "\n"))
    }

    private func section(_ interface: Interface) -> [String] {
        var lines = ["### \(interface.name)", ""]
        if let base = interface.base { lines += ["Extends `\(base)`.", ""] }
        if !interface.documentation.isEmpty { lines += interface.documentation + [""] }
        lines.append("Implemented by \(implementer(interface))." + (interface.iid.map { " IID `\($0)`." } ?? ""))
        lines += ["", "| Slot | C name | C++ declaration | Host |", "|---:|---|---|---|"]
        for row in contract.table(of: interface) where row.declaredBy.name == interface.name {
            lines.append(
                "| \(row.number) | `\(row.slot.cName)` | \(declaration(row.slot)) | \(answer(row.slot, interface)) |")
        }
        return lines + [""]
    }

    private func implementer(_ interface: Interface) -> String {
        switch interface.implementer {
        case .host: "the host"
        case .module: "the module"
        case .either: "the host or a module"
        }
    }

    private func declaration(_ slot: Slot) -> String {
        if slot.isDestructor { return "virtual destructor, never called by the host" }
        let items = slot.arguments.map { $0.declaration + ($0.defaultValue.map { " = \($0)" } ?? "") }
        let head = slot.result.declaring(slot.name)
        return "`\(head)(\(items.joined(separator: ", ")))\(slot.isConst ? " const" : "")`"
    }

    private func answer(_ slot: Slot, _ interface: Interface) -> String {
        if interface.implementer == .module { return "calls it" }
        let thread = slot.isAnyThread ? ", any thread" : ""
        if slot.isLater { return "later: \(slot.neutralAnswer.map { "`\($0)`" } ?? "no effect")\(thread)" }
        if let constant = slot.constantAnswer {
            return (constant.isEmpty ? "no effect" : "always `\(constant)`") + thread
        }
        return "answered\(thread)"
    }
}
