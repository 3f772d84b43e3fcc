/// One of the headers with numbers that constants.h consists of.
enum ConstantsHeader {
    static func file(_ name: String, from source: FactsFile, _ body: [String]) -> GeneratedFile {
        let guardName = "MODHOST_\(name.uppercased())_H"
        let lines =
            [
                "/* \(Layout.banner("facts/\(source.rawValue).txt")) */", "#ifndef \(guardName)",
                "#define \(guardName)",
                "", "#include \"types.h\"", "", "#ifndef MODHOST_TEST_HEADERS", "#pragma GCC system_header", "#endif",
                "",
            ] + body + ["", "#endif /* \(guardName) */", ""]
        return GeneratedFile("CModuleHeaders/include/modhost/\(name).h", lines.joined(separator: "\n"))
    }
}
