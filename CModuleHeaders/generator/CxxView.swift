/// The C++ half of a header: abstract classes whose tables have the slots in declaration order.
struct CxxView {
    let contract: Contract

    func lines(_ interface: Interface) -> [String] {
        var lines = Layout.comment(interface.documentation, indent: 0)
        let base = interface.base.map { " : public \($0)" } ?? ""
        lines += ["class \(interface.name)\(base) {", "public:"]
        lines += interface.overrides.map { "    \($0)" }
        for (index, slot) in interface.slots.enumerated() where !slot.isDestructor {
            let comment = Layout.comment(slot.headerDocumentation, indent: 4)
            if index > 0, !comment.isEmpty { lines.append("") }
            lines += comment
            lines.append(method(slot))
        }
        if interface.slots.contains(where: \.isDestructor) {
            lines += ["", "protected:", "    virtual ~\(interface.name)() {}"]
        }
        lines.append("};")
        if let iid = interface.iid.flatMap(InterfaceID.init) {
            lines += [
                "", "template <> struct modhost_interface<\(interface.name)> {",
                "    static constexpr GUID id() {", "        return GUID\(iid.initializer);", "    }", "};",
            ]
        }
        return lines
    }

    private func method(_ slot: Slot) -> String {
        let head = "virtual \(slot.result.declaring(slot.name))("
        let const = slot.isConst ? " const" : ""
        if let body = slot.body {
            let statement = body.hasPrefix("delete") ? "\(body);" : "return \(body);"
            return Layout.list(head, slot.arguments.map(\.type.spelling), ")\(const) { \(statement) }", indent: 4)
        }
        let items = slot.arguments.map { $0.declaration + ($0.defaultValue.map { " = \($0)" } ?? "") }
        return Layout.list(head, items, ")\(const) = 0;", indent: 4)
    }
}
