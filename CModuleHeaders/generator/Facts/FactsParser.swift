/// Reads the files of `interfaces/facts`, line by line: a keyword, a number, and columns separated by `|`.
///
/// Lines indented by four blanks document the notification, priority or level above them. `#` opens a comment.
struct FactsParser {
    private var facts = Facts()
    private var file = FactsFile.fields
    private var line = 0
    private var last = ""
    private var seen: Set<String> = []

    /// - Parameter read: gives the text of a file.
    /// - Throws: for the first mistake, with its place. What the facts say of each other, `FactsCheck` looks at.
    static func parse(read: (FactsFile) throws(DescriptionError) -> String) throws(DescriptionError) -> Facts {
        var parser = FactsParser()
        for file in FactsFile.allCases {
            parser.file = file
            parser.line = 0
            parser.last = ""
            var missing = Set(file.keywords)
            for line in try read(file).split(separator: "\n", omittingEmptySubsequences: false) {
                parser.line += 1
                try parser.take(line)
                missing.remove(parser.last)
            }
            guard missing.isEmpty else {
                throw DescriptionError("\(file.path) has no line that begins with '\(missing.sorted()[0])'")
            }
        }
        return parser.facts
    }

    private func failure(_ text: String) -> DescriptionError { DescriptionError("\(file.path):\(line): \(text)") }

    private mutating func take(_ line: Substring) throws(DescriptionError) {
        if line.hasPrefix("#") || line.allSatisfy({ $0 == " " }) { return }
        if line.hasPrefix("    ") { return try document(line.trimmed) }
        let word = line.prefix { $0 != " " }
        guard file.keywords.contains(String(word)) else {
            throw failure("'\(word)' is not one of \(file.keywords.joined(separator: ", "))")
        }
        last = String(word)
        guard seen.insert(last).inserted || !FactsFile.single.contains(last) else {
            throw failure("'\(last)' stands there twice; remove one of the two")
        }
        let columns = line.dropFirst(word.count).split(separator: "|", omittingEmptySubsequences: false).map(\.trimmed)
        guard columns.allSatisfy({ !$0.isEmpty }) else { throw failure("a column is empty") }
        try add(columns)
    }

    private mutating func add(_ columns: [String]) throws(DescriptionError) {
        switch last {
        case "both": facts.sharedFields.append(try field(columns))
        case "request": facts.ownRequestFields.append(try field(columns))
        case "response": facts.ownResponseFields.append(try field(columns))
        case "verb":
            try expect(columns, 2...3, "NUMBER | C NAME | METHOD")
            facts.verbs.append(
                .init(number: try number(columns[0]), cName: columns[1], method: columns.count > 2 ? columns[2] : nil))
        case "stage": facts.stages.append(try notification(columns, 4...4, "BIT | C NAME | METHOD | METHOD AFTER IT"))
        case "event": facts.events.append(try notification(columns, 2...3, "BIT | C NAME | METHOD"))
        case "global": facts.globals.append(try notification(columns, 3...3, "BIT | C NAME | METHOD"))
        case "priority":
            try expect(columns, 1...1, "NAME")
            facts.priorities.append(.init(name: columns[0]))
        case "call":
            try expect(columns, 3...3, "NUMBER | NAME | WORDS")
            facts.calls.append(.init(number: try word(columns[0]), name: columns[1], words: columns[2]))
        case "level", "mark":
            try expect(columns, 2...2, "NUMBER | NAME")
            facts.traceLevels.append(
                .init(number: try word(columns[0]), name: columns[1], isMark: last == "mark"))
        case "status":
            try expect(columns, 2...2, "CODE | PHRASE")
            facts.statuses.append(.init(code: try number(columns[0]), phrase: columns[1]))
        default: try addToContract(columns)
        }
    }

    private mutating func addToContract(_ columns: [String]) throws(DescriptionError) {
        switch last {
        case "version": facts.version = try version(columns)
        case "server": facts.server = try version(columns)
        case "swift": facts.swiftReleases.append(try version(columns))
        case "wide":
            try expect(columns, 1...1, "BYTES")
            facts.wideSize = try word(columns[0])
        case "note":
            try expect(columns, 4...4, "TYPE | OWNER | SECTION | BYTES")
            facts.note = .init(
                type: try word(columns[0]), owner: columns[1], section: columns[2], size: try word(columns[3]))
        default:
            try expect(columns, 4...4, "NUMBER | C NAME | SWIFT NAME | NAME IN LOGS")
            facts.languages.append(
                .init(number: try word(columns[0]), cName: columns[1], swiftName: columns[2], words: columns[3]))
        }
    }

    private func version(_ columns: [String]) throws(DescriptionError) -> Facts.Version {
        try expect(columns, 2...2, "MAJOR | MINOR")
        return .init(major: try word(columns[0]), minor: try word(columns[1]))
    }

    private func field(_ columns: [String]) throws(DescriptionError) -> Facts.Field {
        try expect(columns, 3...3, "NUMBER | C NAME | NAME AS IT IS WRITTEN")
        return .init(number: try number(columns[0]), cName: columns[1], name: columns[2])
    }

    private func notification(
        _ columns: [String], _ counts: ClosedRange<Int>, _ form: String
    ) throws(DescriptionError) -> Facts.Notification {
        try expect(columns, counts, form)
        let bit = try word(columns[0])
        guard bit.nonzeroBitCount == 1 else { throw failure("\(columns[0]) is not a single bit") }
        return .init(
            bit: bit, cName: columns[1], method: columns.count > 2 ? columns[2] : nil,
            postMethod: columns.count > 3 ? columns[3] : nil)
    }

    private func expect(_ columns: [String], _ counts: ClosedRange<Int>, _ form: String) throws(DescriptionError) {
        guard counts.contains(columns.count) else {
            throw failure("expected '\(last) \(form)', this line has \(columns.count) columns")
        }
    }

    private func number(_ text: String) throws(DescriptionError) -> Int {
        let value = text.hasPrefix("0x") ? UInt32(text.dropFirst(2), radix: 16) : UInt32(text)
        guard let value else { throw failure("'\(text)' is not a number of 32 bits") }
        return Int(value)
    }

    private func word(_ text: String) throws(DescriptionError) -> UInt32 { UInt32(try number(text)) }

    private mutating func document(_ text: String) throws(DescriptionError) {
        guard text.hasSuffix(".") || text.hasSuffix("?") else {
            throw failure("the documentation breaks off at '\(text.suffix(40))': end it with a full stop")
        }
        switch last {
        case "stage": facts.stages[facts.stages.count - 1].documentation.append(text)
        case "event": facts.events[facts.events.count - 1].documentation.append(text)
        case "priority": facts.priorities[facts.priorities.count - 1].documentation.append(text)
        case "level", "mark": facts.traceLevels[facts.traceLevels.count - 1].documentation.append(text)
        default: throw failure("documentation stands below what takes none")
        }
    }
}
