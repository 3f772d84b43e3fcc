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

/// Writes `modhost/notifications.h`, part of constants.h: the bits of the notifications, and the aliases of priorities.
struct NotificationHeader {
    let facts: Facts

    func files() -> [GeneratedFile] {
        var lines = [
            "/* Request notifications: the twelve stages in order, then those that depend on what happens. */"
        ]
        lines += (facts.stages + facts.events).map { "#define \($0.cName) \($0.hexadecimal)u" }
        lines += ["", "/* Global notifications. */"]
        lines += facts.globals.map { "#define \($0.cName) \($0.hexadecimal)u" }
        lines += ["", "/* Where a module stands among the subscribers of one notification. */"]
        lines += facts.priorities.map { "#define PRIORITY_ALIAS_\($0.name) L\"\($0.name)\"" }
        return [ConstantsHeader.file("notifications", from: .notifications, lines)]
    }

    /// The promises about the bits, as `layouts.txt` would spell them.
    var promises: [String] {
        (facts.stages + facts.events + facts.globals).map { "value \($0.cName) \($0.hexadecimal)u" }
    }
}
