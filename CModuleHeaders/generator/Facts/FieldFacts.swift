/// Writes what comes from the header fields: their numbers for modules, the codec and the host, and their names.
struct FieldFacts {
    let facts: Facts

    func files() -> [GeneratedFile] {
        [
            header(), knownNames(), hostIDs(), kitNames(),
            codecEnum("RequestHeaderID", facts.requestFields, "request"),
            codecEnum("ResponseHeaderID", facts.responseFields, "response"), codecMatching(),
        ]
    }

    /// `modhost/header_ids.h`, part of constants.h.
    private func header() -> GeneratedFile {
        var rows = facts.sharedFields.map(Self.row) + [""]
        rows += facts.ownRequestFields.map(Self.row)
        rows += ["    HttpHeaderRequestMaximum = \(facts.requestFields.count),", ""]
        rows += facts.ownResponseFields.map(Self.row)
        rows += ["    HttpHeaderResponseMaximum = \(facts.responseFields.count),", ""]
        rows.append("    HttpHeaderMaximum = \(max(facts.requestFields.count, facts.responseFields.count))")
        let comment =
            "/* Known headers. The first \(facts.sharedFields.count) are shared; after them requests and responses count on"
            + " their own. */"
        return ConstantsHeader.file(
            "header_ids", from: .fields, [comment, "typedef enum HTTP_HEADER_ID {"] + rows + ["} HTTP_HEADER_ID;"])
    }

    private static func row(_ field: Facts.Field) -> String { "    \(field.cName) = \(field.number)," }

    /// The promise about HTTP_HEADER_ID, as `layouts.txt` would spell it.
    var promise: String {
        let own =
            facts.requestFields.map { "\($0.cName)=\($0.number)" }
            + ["HttpHeaderRequestMaximum=\(facts.requestFields.count)"]
            + facts.ownResponseFields.map { "\($0.cName)=\($0.number)" }
        let ends = [
            "HttpHeaderResponseMaximum=\(facts.responseFields.count)",
            "HttpHeaderMaximum=\(max(facts.requestFields.count, facts.responseFields.count))",
        ]
        return "enum HTTP_HEADER_ID 4 | " + (own + ends).joined(separator: ", ")
    }

    /// The names by number, for the border: one array for requests and one for responses.
    private func knownNames() -> GeneratedFile {
        var lines = [
            "/* \(Layout.banner("facts/fields.txt")) */", "#define MODHOST_NO_NOTE",
            "#include \"../include/FieldText.h\"",
            "", "#include <httpserv.h>", "",
        ]
        let arrays = [("request", facts.requestFields), ("response", facts.responseFields)]
        for (kind, fields) in arrays {
            lines.append("static const KnownName \(kind)[HttpHeader\(kind.capitalized)Maximum] = {")
            lines += fields.map { "    [\($0.cName)] = {\"\($0.name)\", \($0.name.utf8.count)}," }
            lines += ["};", ""]
        }
        for (kind, _) in arrays {
            lines += ["const KnownName *KnownNames_\(kind.capitalized)(void) {", "    return \(kind);", "}", ""]
        }
        lines.removeLast()
        return GeneratedFile(
            "Sources/ModuleInterfaces/CModuleBorder/Generated/KnownNames.c", lines.joined(separator: "\n") + "\n")
    }

    private func hostIDs() -> GeneratedFile {
        var lines = [
            "// \(Layout.banner("facts/fields.txt"))", "",
            "/// The numbers of the header fields: those that requests and responses share, and what each adds to them.",
            "extension HeaderNames {",
        ]
        let enums = [
            ("sharedID", facts.sharedFields), ("requestID", facts.ownRequestFields),
            ("responseID", facts.ownResponseFields),
        ]
        for (name, fields) in enums {
            lines.append("    enum \(name) {")
            lines += fields.map { "        static let \($0.swiftName) = \($0.number)" }
            lines += ["    }", ""]
        }
        lines.removeLast()
        return GeneratedFile(
            "Sources/ModuleHost/Message/Generated/HeaderNames+IDs.swift", (lines + ["}", ""]).joined(separator: "\n"))
    }

    private func kitNames() -> GeneratedFile {
        var lines = [
            "// \(Layout.banner("facts/fields.txt"))", "",
            "/// The names of the header fields that have a number, in the order of HTTP_HEADER_ID.",
            "enum KnownHeaderNames {",
        ]
        for (name, fields) in [("ofRequests", facts.requestFields), ("ofResponses", facts.responseFields)] {
            lines.append("    static let \(name) = [")
            lines += Layout.filled(fields.map { "\"\($0.name)\"" }, indent: 8, tail: ",")
            lines += ["    ]", ""]
        }
        lines.removeLast()
        return GeneratedFile(
            "Sources/ModuleKit/Generated/KnownHeaderNames.swift", (lines + ["}", ""]).joined(separator: "\n"))
    }

    // MARK: The codec

    private func codecEnum(_ name: String, _ fields: [Facts.Field], _ kind: String) -> GeneratedFile {
        var lines = [
            "// \(Layout.banner("facts/fields.txt"))", "",
            "/// The \(kind) header fields that have a number, which is that of `HTTP_HEADER_ID` in the module API.",
            "package enum \(name): Int8, CaseIterable, Sendable {",
        ]
        lines += fields.map { "    case \($0.swiftName) = \($0.number)" }
        lines += [
            "", "    /// The bit that stands for the field in a set of fields.",
            "    package var bit: UInt64 { 1 &<< UInt64(truncatingIfNeeded: rawValue) }", "",
            "    /// The name as it is written on the wire, in its usual spelling.",
            "    package var name: StaticString {",
            "        switch self {",
        ]
        lines += fields.map { "        case .\($0.swiftName): \"\($0.name)\"" }
        return GeneratedFile(
            "Sources/HTTPCodec/Generated/\(name).swift",
            (lines + ["        }", "    }", "}", ""]).joined(separator: "\n"))
    }

    /// Length first, then words against constants: a name costs a few compares, and no table has to be in the cache.
    private func codecMatching() -> GeneratedFile {
        let fields = facts.requestFields
        let longest = fields.map(\.name.utf8.count).max() ?? 0
        let shortest = fields.map(\.name.utf8.count).min() ?? 0
        var lines = [
            "// \(Layout.banner("facts/fields.txt"))", "",
            "/// Finds the number of a request header field by its name.", "///",
            "/// Length first, then words against constants: a name costs a few compares, and no table has to be in the cache.",
            "extension RequestHeaderID {", "    /// What stands for a name that is none of these.",
            "    package static var unknown: Int8 { -1 }", "",
            "    /// The number of the checked token from `start`, or `unknown`. Case does not count.",
            "    @inline(__always)",
            "    static func number(of bytes: RawSpan, at start: Int, length: Int) -> Int8 {",
            "        guard length >= \(shortest), length <= \(longest) else { return unknown }",
            "        let key = NameKey(bytes, at: start, length: length)", "        let found =",
            "            if length <= 8 {", "                short(key, length)",
            "            } else if length <= 13 {",
            "                medium(key, length)", "            } else {", "                long(key, length)",
            "            }", "        return found?.rawValue ?? unknown", "    }",
        ]
        for (name, lengths) in [("short", 0...8), ("medium", 9...13), ("long", 14...24)] {
            lines += [
                "", "    @inline(__always)",
                "    private static func \(name)(_ key: NameKey, _ length: Int) -> RequestHeaderID? {",
            ]
            lines += NameSwitch.lines(
                fields.map { ($0.name, $0.swiftName) }, lengths: lengths, otherwise: "nil")
            lines.append("    }")
        }
        return GeneratedFile(
            "Sources/HTTPCodec/Generated/RequestHeaderID+Matching.swift", (lines + ["}", ""]).joined(separator: "\n"))
    }
}

/// A switch over the length of a name that compares it with the known names of that length.
enum NameSwitch {
    static func lines(
        _ names: [(name: String, result: String)], lengths: ClosedRange<Int>, otherwise: String
    ) -> [String] {
        var lines = ["        switch length {"]
        for length in lengths {
            let found = names.filter { $0.name.utf8.count == length }
            if found.isEmpty { continue }
            lines.append("        case \(length):")
            lines += found.map { "            if key == NameKey(\"\($0.name)\") { return .\($0.result) }" }
        }
        return lines + ["        default: break", "        }", "        return \(otherwise)"]
    }
}
