/// Writes `include/modhost/<family>.h`: both views of the interfaces of one family, and `forward.h`, which names all.
struct FamilyHeader {
    let contract: Contract

    /// Written by hand and needed by one family only.
    private static let ownHeaders = ["framework": ["settings"], "configuration": ["variant"]]

    private static let systemHeader = ["#ifndef MODHOST_TEST_HEADERS", "#pragma GCC system_header", "#endif"]

    func file(_ family: Family) -> GeneratedFile {
        let guardName = "MODHOST_\(family.name.uppercased())_H"
        var lines = [
            "/* \(Layout.banner("\(family.name).txt")) */", "#ifndef \(guardName)", "#define \(guardName)", "",
        ]
        lines += ["callbacks", "constants", "forward", "raw", "results", "types"].map { "#include \"\($0).h\"" }
        lines += Self.ownHeaders[family.name, default: []].map { "#include \"\($0).h\"" }
        lines += contract.prerequisites(of: family).map { "#include \"\($0.name).h\"" }
        lines += [""] + Self.systemHeader
        for interface in family.interfaces {
            if let iid = interface.iid.flatMap(InterfaceID.init) {
                lines += ["", "static const GUID IID_\(interface.name) MODHOST_UNUSED =", "    \(iid.initializer);"]
            }
        }
        lines += [
            "", "#ifdef __cplusplus", "", "#pragma GCC diagnostic push",
            "#pragma GCC diagnostic ignored \"-Woverloaded-virtual\"",
            "#pragma GCC diagnostic ignored \"-Wnon-virtual-dtor\"",
        ]
        for interface in family.interfaces { lines += [""] + CxxView(contract: contract).lines(interface) }
        lines += ["", "#pragma GCC diagnostic pop", "", "#else /* C */"]
        for interface in family.interfaces { lines += [""] + CView(contract: contract).lines(interface) }
        lines += ["", "#endif /* __cplusplus */", "", "#endif /* \(guardName) */", ""]
        return GeneratedFile("CModuleHeaders/include/modhost/\(family.name).h", lines.joined(separator: "\n"))
    }

    func forward() -> GeneratedFile {
        var lines = [
            "/* \(Layout.banner()) */", "#ifndef MODHOST_FORWARD_H", "#define MODHOST_FORWARD_H", "",
            "#include \"types.h\"", "",
        ]
        lines += Self.systemHeader + ["", "#ifdef __cplusplus", ""]
        let names = contract.interfaces.map(\.name)
        let opaque = CType.opaque.filter { $0.hasPrefix("I") }.sorted()
        lines += (names + opaque).map { "class \($0);" }
        lines += [
            "", "/** The identifier of an interface as a constant: modhost_interface<IHttpContext3>::id(). */",
            "template <class Interface> struct modhost_interface;", "", "#else /* C */", "",
        ]
        lines += (names + opaque).map { "typedef struct \($0) \($0);" }
        lines += ["", "#endif /* __cplusplus */", "", "#endif /* MODHOST_FORWARD_H */", ""]
        return GeneratedFile("CModuleHeaders/include/modhost/forward.h", lines.joined(separator: "\n"))
    }
}

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
