/// Writes what comes from the methods: HTTP_VERB for modules, and how codec and host find a method's number.
struct VerbFacts {
    let facts: Facts

    private var methods: [Facts.Verb] { facts.verbs.filter { $0.method != nil } }

    func files() -> [GeneratedFile] { [header(), codec(), host()] }

    /// `modhost/verbs.h`, part of constants.h.
    private func header() -> GeneratedFile {
        let rows = facts.verbs.map { "    \($0.cName) = \($0.number)," }
        return ConstantsHeader.file(
            "verbs", from: .verbs,
            ["typedef enum HTTP_VERB {"] + rows + ["    HttpVerbMaximum = \(facts.verbs.count)", "} HTTP_VERB;"])
    }

    /// The promise about HTTP_VERB, as `layouts.txt` would spell it.
    var promise: String {
        let values = facts.verbs.map { "\($0.cName)=\($0.number)" } + ["HttpVerbMaximum=\(facts.verbs.count)"]
        return "enum HTTP_VERB 4 | " + values.joined(separator: ", ")
    }

    private func codec() -> GeneratedFile {
        let lengths = methods.map { $0.method?.utf8.count ?? 0 }
        let (shortest, longest) = (lengths.min() ?? 0, lengths.max() ?? 0)
        var lines = [
            "// \(Layout.banner("facts/verbs.txt"))", "",
            "/// The request methods that have a number, which is that of `HTTP_VERB` in the module API.",
            "package enum HTTPVerb: Int32, CaseIterable, Sendable {",
        ]
        lines += facts.verbs.map { "    case \($0.swiftName) = \($0.number)" }
        lines += [
            "", "    /// The method's text, or an empty one for the values that stand for none.",
            "    package var method: StaticString {", "        switch self {",
        ]
        let others = facts.verbs.filter { $0.method == nil }.map { ".\($0.swiftName)" }
        lines.append("        case \(others.joined(separator: ", ")): \"\"")
        lines += methods.map { "        case .\($0.swiftName): \"\($0.method ?? "")\"" }
        lines += [
            "        }", "    }", "", "    /// The number of a method in capitals, or `unknown`.",
            "    @inline(__always)",
            "    static func match(_ bytes: RawSpan, from start: Int, to end: Int) -> HTTPVerb {",
            "        let length = end &- start",
            "        guard length >= \(shortest), length <= \(longest) else { return .unknown }",
            "        let key = NameKey(bytes, at: start, length: length)",
        ]
        lines += NameSwitch.lines(
            methods.map { ($0.method ?? "", $0.swiftName) }, lengths: shortest...longest, otherwise: ".unknown")
        return GeneratedFile(
            "Sources/HTTPCodec/Generated/HTTPVerb.swift", (lines + ["    }", "}", ""]).joined(separator: "\n"))
    }

    private func host() -> GeneratedFile {
        var lines = [
            "// \(Layout.banner("facts/verbs.txt"))", "", "import CModuleABI", "",
            "/// The methods that have an HTTP_VERB number.", "enum HttpVerbs {",
            "    private static let verbs: [(name: StaticString, number: HTTP_VERB)] = [",
        ]
        lines += methods.map { "        (\"\($0.method ?? "")\", \($0.cName))," }
        lines += [
            "    ]", "",
            "    /// The number of a method; a method without one is HttpVerbUnknown. Methods are case-sensitive.",
            "    static func number(of method: UnsafeRawBufferPointer) -> HTTP_VERB {",
            "        for (name, number) in verbs where name.utf8CodeUnitCount == method.count {",
            "            if method.elementsEqual(UnsafeRawBufferPointer(start: name.utf8Start, count: method.count)) {",
            "                return number", "            }", "        }", "        return HttpVerbUnknown", "    }",
            "}", "",
        ]
        return GeneratedFile("Sources/ModuleHost/Message/Generated/HttpVerbs.swift", lines.joined(separator: "\n"))
    }
}
