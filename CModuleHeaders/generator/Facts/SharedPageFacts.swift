/// Writes how breadcrumbs in the shared page call what a module is called for: numbers, and the names in logs and crash
/// reports, for the supervisor and the worker alike.
struct SharedPageFacts {
    let facts: Facts

    private static let folder = "Sources/Supervision/CSharedPage/Generated"

    func files() -> [GeneratedFile] { [header(), source(), host()] }

    private func header() -> GeneratedFile {
        var lines = [
            "/* \(Layout.banner("facts/calls.txt")) */", "#ifndef MODHOST_BREADCRUMB_CALLS_H",
            "#define MODHOST_BREADCRUMB_CALLS_H", "", "#include <stdint.h>", "",
            "/**",
            " * Calls that are no notification. The rest of the values of `notification` are the RQ_ or GL_ bits, which",
            " * are powers of two; these are not.", " */",
        ]
        lines += facts.calls.map { "static const uint32_t \($0.cName) = 0x\(Layout.digits($0.number, 8));" }
        lines += ["", "#endif /* MODHOST_BREADCRUMB_CALLS_H */", ""]
        return GeneratedFile("\(Self.folder)/BreadcrumbCalls.h", lines.joined(separator: "\n"))
    }

    private func source() -> GeneratedFile {
        var lines = [
            "/* \(Layout.banner("facts")) */", "#include \"../include/CSharedPage.h\"", "",
            "static const char *call_name(uint32_t notification) {", "    switch (notification) {",
        ]
        lines += facts.calls.map { "    case 0x\(Layout.digits($0.number, 8)): return \"\($0.words)\";" }
        lines += function("global_name", facts.globals.map { ($0, $0.method) })
        lines += function("request_name", (facts.stages + facts.events).map { ($0, $0.method) })
        lines += function("post_name", facts.stages.map { ($0, $0.postMethod) })
        lines += [
            "    default: return NULL;", "    }", "}", "",
            "const char *Breadcrumb_MethodName(uint32_t notification, uint32_t flags) {",
            "    const char *name = call_name(notification);", "    if (name != NULL) return name;",
            "    if (flags & BreadcrumbIsGlobal) return global_name(notification);",
            "    name = flags & BreadcrumbIsPost ? post_name(notification) : NULL;",
            "    return name != NULL ? name : request_name(notification);", "}", "",
        ]
        return GeneratedFile("\(Self.folder)/MethodNames.c", lines.joined(separator: "\n"))
    }

    private func host() -> GeneratedFile {
        var lines = ["// \(Layout.banner("facts/calls.txt"))", "", "import CSharedPage", ""]
        lines += ["/// The calls that are no notification.", "extension CallMark.Call {"]
        lines += facts.calls.map {
            "    static let \(SwiftName.lowerCamel($0.name)) = CallMark.Call(other: \($0.cName))"
        }
        return GeneratedFile(
            "Sources/ModuleHost/Host/Generated/CallMark+Calls.swift", (lines + ["}", ""]).joined(separator: "\n"))
    }

    /// The end of the function before, and a function but for its end.
    private func function(_ name: String, _ cases: [(Facts.Notification, String?)]) -> [String] {
        ["    default: return NULL;", "    }", "}", "", "static const char *\(name)(uint32_t notification) {"]
            + ["    switch (notification) {"]
            + cases.compactMap { notification, method in
                method.map { "    case \(notification.hexadecimal)u: return \"\($0)\";" }
            }
    }
}
