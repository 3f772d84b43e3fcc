/// Writes `include/modhost/<family>.h`: both views of the interfaces of one family, and `forward.h`, which names all.
struct FamilyHeader {
    let contract: Contract

    /// Written by hand and needed by one family only.
    private static let ownHeaders = ["framework": ["settings"]]

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
        let opaque = ["IAppHostAdminManager", "IAppHostConfigException"]
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
