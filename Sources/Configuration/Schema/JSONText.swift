/// A value of JSON, to be written: an object keeps the order of its members.
enum JSONText {
    case object([(String, JSONText)])
    case array([JSONText])
    case string(String)
    case number(Int64)
    case bool(Bool)

    /// The text, indented by two spaces for each level.
    func text(_ depth: Int = 0) -> String {
        let indent = String(repeating: "  ", count: depth + 1)
        let end = String(repeating: "  ", count: depth)
        switch self {
        case .object(let members):
            guard !members.isEmpty else { return "{}" }
            let lines = members.map { "\(indent)\(Self.quoted($0)): \($1.text(depth + 1))" }
            return "{\n\(lines.joined(separator: ",\n"))\n\(end)}"
        case .array(let elements):
            if elements.allSatisfy(\.isScalar) { return "[\(elements.map { $0.text() }.joined(separator: ", "))]" }
            return "[\n\(elements.map { indent + $0.text(depth + 1) }.joined(separator: ",\n"))\n\(end)]"
        case .string(let text): return Self.quoted(text)
        case .number(let number): return "\(number)"
        case .bool(let isTrue): return isTrue ? "true" : "false"
        }
    }

    private var isScalar: Bool {
        switch self {
        case .object, .array: false
        case .string, .number, .bool: true
        }
    }

    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where scalar.value < 0x20:
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
