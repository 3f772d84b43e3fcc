/// The C half of a header: flat tables, one name per slot, and inline callers.
struct CView {
    let contract: Contract

    func lines(_ interface: Interface) -> [String] {
        let name = interface.name
        let table = contract.table(of: interface)
        var lines = Layout.comment(interface.documentation, indent: 0)
        lines.append("typedef struct \(name)Vtbl {")
        var section = ""
        for row in table {
            if row.declaredBy.name != section {
                section = row.declaredBy.name
                if interface.base != nil { lines.append("    /* \(section) */") }
            }
            if section == name { lines += Layout.comment(row.slot.headerDocumentation, indent: 4) }
            lines.append(entry(row.slot, of: name))
        }
        lines += ["} \(name)Vtbl;", "", "struct \(name) {", "    const \(name)Vtbl *lpVtbl;", "};", ""]
        for row in table where !row.slot.isDestructor { lines += caller(row.slot, of: name) }
        return lines
    }

    private func entry(_ slot: Slot, of name: String) -> String {
        let items = ["\(name) *self"] + slot.arguments.map(\.declaration)
        return Layout.list("\(slot.result.declaring("(*\(slot.cName))"))(", items, ");", indent: 4)
    }

    private func caller(_ slot: Slot, of name: String) -> [String] {
        let items = ["\(name) *self"] + slot.arguments.map(\.declaration)
        let names = ["self"] + slot.arguments.map(\.name)
        let keyword = slot.result.isVoid ? "" : "return "
        let head = "static inline MODHOST_UNUSED \(slot.result.declaring("\(name)_\(slot.cName)"))("
        var lines = [Layout.list(head, items, ") {", indent: 0)]
        if head.count > Layout.width {
            lines = ["static inline MODHOST_UNUSED \(slot.result.spelling)"]
            lines.append(Layout.list("\(name)_\(slot.cName)(", items, ") {", indent: 0))
        }
        lines.append(Layout.list("\(keyword)self->lpVtbl->\(slot.cName)(", names, ");", indent: 4))
        return lines + ["}"]
    }
}
