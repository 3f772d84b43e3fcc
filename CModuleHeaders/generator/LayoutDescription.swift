/// Sizes, offsets and values that the contract promises: `interfaces/layouts.txt`.
struct LayoutDescription {
    /// One promise: what it is called in the lock file, and the condition that must hold in C and in C++.
    struct Promise {
        let name: String
        let condition: String
    }

    private(set) var promises: [Promise] = []

    /// - Parameters:
    ///   - text: the content of the file.
    ///   - file: its name, for messages.
    init(_ text: String, file: String) throws(DescriptionError) {
        for (number, line) in Self.joined(text) {
            guard let found = Self.promises(in: line) else {
                throw DescriptionError(
                    "\(file):\(number): expected 'struct NAME SIZE | MEMBER@OFFSET, ...', "
                        + "'enum NAME SIZE | NAME=VALUE, ...', 'type NAME SIZE' or 'value NAME NUMBER'")
            }
            promises += found
        }
    }

    /// The lines that say something, each with its number; a line that starts with a blank continues the one above.
    private static func joined(_ text: String) -> [(number: Int, line: String)] {
        var lines: [(number: Int, line: String)] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.isEmpty || line.hasPrefix("#") { continue }
            if line.hasPrefix(" "), !lines.isEmpty {
                lines[lines.count - 1].line += line
            } else {
                lines.append((index + 1, String(line)))
            }
        }
        return lines
    }

    private static func promises(in line: String) -> [Promise]? {
        let halves = line.split(separator: "|").map(\.trimmed)
        let words = halves[0].split(separator: " ").map(String.init)
        guard words.count == 3 else { return nil }
        let (kind, name, number) = (words[0], words[1], words[2])
        if kind == "value" { return [Promise(name: "value \(name) \(number)", condition: "\(name) == \(number)")] }
        guard ["struct", "enum", "type"].contains(kind) else { return nil }
        var found = [Promise(name: "\(kind) \(name) \(number)", condition: "sizeof(\(name)) == \(number)")]
        for member in halves.dropFirst().joined().split(separator: ",").map(\.trimmed) {
            let parts = member.split { $0 == "@" || $0 == "=" }.map(String.init)
            guard parts.count == 2 else { return nil }
            let condition =
                kind == "struct"
                ? "offsetof(\(name), \(parts[0])) == \(parts[1])" : "\(parts[0]) == \(parts[1])"
            found.append(Promise(name: "\(kind) \(name) \(member)", condition: condition))
        }
        return found
    }
}
