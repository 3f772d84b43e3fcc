/// How to read the documentation of a slot: `interfaces/conventions.txt`, sections of terms and their meaning.
struct Conventions {
    struct Section {
        let title: String
        var terms: [(term: String, meaning: String)] = []
    }

    private(set) var sections: [Section] = []

    /// `## TITLE` opens a section; a line that starts with a letter or a bracket opens a term, two blanks or more
    /// separate it from its meaning; a line that starts with a blank goes on with the meaning, which ends with a full stop.
    init(_ text: String, file: String) throws(DescriptionError) {
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("# ") { continue }
            if line.hasPrefix("## ") {
                sections.append(Section(title: String(line.dropFirst(3))))
                continue
            }
            guard var section = sections.popLast() else {
                throw DescriptionError("\(file):\(index + 1): text stands before the first '## TITLE'")
            }
            if line.hasPrefix(" "), !section.terms.isEmpty {
                section.terms[section.terms.count - 1].meaning += " " + line.trimmed
            } else if let gap = line.firstRange(of: "  ") {
                section.terms.append((line[..<gap.lowerBound].trimmed, line[gap.upperBound...].trimmed))
            } else {
                throw DescriptionError("\(file):\(index + 1): expected a term, two blanks, its meaning")
            }
            sections.append(section)
        }
        for (term, meaning) in sections.flatMap(\.terms) where !meaning.hasSuffix(".") {
            throw DescriptionError(
                "\(file): the meaning of '\(term)' breaks off at '\(meaning.suffix(40))': end it with a full stop")
        }
    }

    /// `include/modhost/conventions.h`: nothing but a comment.
    func header() -> GeneratedFile {
        var lines = ["/*", " * \(Layout.banner("conventions.txt"))", " *"]
        for section in sections {
            lines += [" * \(section.title)", " *"]
            for (term, meaning) in section.terms {
                let words = meaning.split(separator: " ").map(String.init)
                lines += [" *   \(term)"] + Self.filled(words, prefix: " *       ") + [" *"]
            }
        }
        lines += [
            " */", "#ifndef MODHOST_CONVENTIONS_H", "#define MODHOST_CONVENTIONS_H", "", "#include \"types.h\"", "",
            "#endif", "",
        ]
        return GeneratedFile("CModuleHeaders/include/modhost/conventions.h", lines.joined(separator: "\n"))
    }

    /// The same for the reference page.
    var markdown: [String] {
        sections.flatMap { section in
            ["## \(section.title)", ""] + section.terms.map { "- **\($0.term)**: \($0.meaning)" } + [""]
        }
    }

    private static func filled(_ words: [String], prefix: String) -> [String] {
        var lines: [String] = []
        var current = prefix
        for word in words {
            if current.count > prefix.count, current.count + 1 + word.count > Layout.width {
                lines.append(current)
                current = prefix
            }
            current += (current.count > prefix.count ? " " : "") + word
        }
        return lines + [current]
    }
}
