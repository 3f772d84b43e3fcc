/// Writes the levels of traces: macros for modules, an enumeration for the host, and one for the kit of those that say how
/// important a line is.
struct TraceFacts {
    let facts: Facts

    private let banner = "// \(Layout.banner("facts/traces.txt"))"

    func files() -> [GeneratedFile] {
        [
            header(),
            swift(
                "Sources/ModuleHost/Host/Generated/TraceLevel.swift", "enum TraceLevel: UInt8, Sendable {",
                "/// A level of IHttpTraceContext::QuickTrace.", facts.traceLevels),
            swift(
                "Sources/ModuleKit/Generated/LogLevel.swift", "public enum LogLevel: UInt8, Sendable {",
                "/// How important a line of `HttpContext.log` is.", facts.traceLevels.filter { !$0.isMark }),
        ]
    }

    /// The promises about the numbers, as `layouts.txt` would spell them.
    var promises: [String] { facts.traceLevels.map { "value \($0.cName) \($0.number)u" } }

    /// `modhost/trace_levels.h`, part of constants.h.
    private func header() -> GeneratedFile {
        var lines = ["/* IHttpTraceContext::QuickTrace: how important an event is, or which end of something. */"]
        lines += facts.traceLevels.map {
            "#define \($0.cName) \($0.number)u /* \($0.documentation.joined(separator: " ")) */"
        }
        return ConstantsHeader.file("trace_levels", from: .traces, lines)
    }

    private func swift(
        _ path: String, _ head: String, _ comment: String, _ levels: [Facts.TraceLevel]
    ) -> GeneratedFile {
        var lines = [banner, "", comment, head]
        for level in levels {
            lines += Layout.swiftComment(level.documentation, indent: 4)
            lines.append("    case \(level.name.lowercased()) = \(level.number)")
        }
        return GeneratedFile(path, (lines + ["}", ""]).joined(separator: "\n"))
    }
}
