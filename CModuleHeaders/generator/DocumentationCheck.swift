/// Finds documentation that breaks off in the middle of a sentence.
///
/// Each paragraph, and what stands behind `Owner:` and `Returns:`, ends with a full stop. Behind `Thread:` a term alone needs
/// none, and behind `Corresponds to:` stands no sentence.
struct DocumentationCheck {
    /// The file of the description, for messages.
    let file: String

    /// Throws for the first text of the interface and its slots that breaks off.
    func check(_ interface: Interface) throws(DescriptionError) {
        try check(interface.documentation, of: interface.name)
        for slot in interface.slots { try check(slot.documentation, of: "\(interface.name)::\(slot.name)") }
    }

    private func check(_ documentation: [String], of name: String) throws(DescriptionError) {
        for text in Self.parts(documentation) where !Self.isWhole(text) {
            throw DescriptionError(
                "\(file): the documentation of \(name) breaks off at '\(text.suffix(40))': end it with a full stop")
        }
    }

    /// The paragraphs and labelled parts of the lines.
    private static func parts(_ lines: [String]) -> [String] {
        var parts = [""]
        for line in lines {
            if line.isEmpty || labels.contains(where: line.hasPrefix) { parts.append("") }
            parts[parts.count - 1] += (parts[parts.count - 1].isEmpty ? "" : " ") + line.trimmed
        }
        return parts.filter { !$0.isEmpty }
    }

    private static func isWhole(_ text: String) -> Bool {
        if text.hasSuffix(".") || text.hasPrefix("Corresponds to:") { return true }
        return text.hasPrefix("Thread: [") && text.hasSuffix("]")
    }

    private static let labels = ["Thread:", "Owner:", "Returns:", "Corresponds to:"]
}
