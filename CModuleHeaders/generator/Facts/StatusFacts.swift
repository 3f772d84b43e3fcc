/// Writes the reason phrases of the registered statuses, for the codec and for the kit.
struct StatusFacts {
    let facts: Facts

    private static let classes = [3: "redirection", 4: "clientError", 5: "serverError"]

    func files() -> [GeneratedFile] { [codec(), kit()] }

    private func codec() -> GeneratedFile {
        let lines =
            [
                "// \(Layout.banner("facts/statuses.txt"))", "",
                "/// The reason phrases of the registered status codes.",
                "package enum ReasonPhrase {",
            ] + functions("package ")
        return GeneratedFile("Sources/HTTPCodec/Generated/ReasonPhrase.swift", lines.joined(separator: "\n"))
    }

    private func kit() -> GeneratedFile {
        let lines =
            ["// \(Layout.banner("facts/statuses.txt"))", "", "extension ReasonPhrase {"]
            + functions("")
        return GeneratedFile("Sources/ModuleKit/Generated/ReasonPhrase+Registered.swift", lines.joined(separator: "\n"))
    }

    /// The statuses below 300 first, then a function for each class of the others, so that none is longer than 60 lines.
    private func functions(_ access: String) -> [String] {
        var lines = [
            "    /// The phrase for a status, or an empty one if it is not registered.",
            "    \(access)static func registered(for status: UInt16) -> StaticString {", "        switch status {",
        ]
        lines += cases { $0 < 300 }
        for (hundred, name) in Self.classes.sorted(by: { $0.key < $1.key }) {
            lines.append("        case \(hundred)00...\(hundred)99: \(name)(status)")
        }
        lines += ["        default: \"\"", "        }", "    }"]
        for (hundred, name) in Self.classes.sorted(by: { $0.key < $1.key }) {
            lines += [
                "", "    private static func \(name)(_ status: UInt16) -> StaticString {", "        switch status {",
            ]
            lines += cases { $0 / 100 == hundred } + ["        default: \"\"", "        }", "    }"]
        }
        return lines + ["}", ""]
    }

    private func cases(_ isWanted: (Int) -> Bool) -> [String] {
        facts.statuses.filter { isWanted($0.code) }.sorted { $0.code < $1.code }
            .map { "        case \($0.code): \"\($0.phrase)\"" }
    }
}
