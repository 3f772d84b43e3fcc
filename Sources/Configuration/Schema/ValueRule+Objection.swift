extension ValueRule {
    /// What is wrong with a value; nil if it keeps to the rule.
    func objection(to value: AttributeValue, of name: String, text: String) -> String? {
        switch self {
        case .range(let first, let last, let isExcluded):
            guard let number = value.number, (first...last).contains(number) == isExcluded else { return nil }
            return "\(name) takes a number \(isExcluded ? "outside" : "from") \(first) to \(last), not \(text)"
        case .seconds(let first, let last, let step, let isExcluded):
            guard let units = value.number else { return nil }
            let seconds = units / TimeSpan.unitsPerSecond
            if (first...last).contains(seconds) == isExcluded {
                let bounds = [first, last].map { TimeSpan.text($0 * TimeSpan.unitsPerSecond) }
                return
                    "\(name) takes a time \(isExcluded ? "outside" : "from") \(bounds[0]) to \(bounds[1]), not \(text)"
            }
            guard step > 0, units % (step * TimeSpan.unitsPerSecond) != 0 else { return nil }
            return "\(name) takes a multiple of \(TimeSpan.text(step * TimeSpan.unitsPerSecond)), not \(text)"
        case .nonEmpty:
            return value == .string("") ? "\(name) must not be empty" : nil
        case .trimmed:
            let isTrimmed = text.first?.isWhitespace != true && text.last?.isWhitespace != true
            return isTrimmed ? nil : "\(name) must not begin or end with white space"
        case .without(let characters):
            // All of them are ASCII, and most texts are long names.
            let bytes = characters.utf8
            guard text.utf8.contains(where: bytes.contains), let found = text.first(where: characters.contains) else {
                return nil
            }
            return "\(name) must not contain \"\(found)\""
        }
    }
}
