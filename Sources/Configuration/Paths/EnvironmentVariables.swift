/// The variables that `%NAME%` in a configuration stands for. Their names are looked up without regard to case, as on Windows.
package struct EnvironmentVariables: Codable, Sendable, Equatable {
    private let values: [String: String]

    /// Of names that differ in case only the one in capitals counts, or else the first in the order of names.
    package init(_ variables: [String: String]) {
        var values: [String: String] = [:]
        for (name, value) in variables.sorted(by: { $0.key < $1.key }) {
            let folded = name.uppercased()
            if values[folded] == nil || name == folded { values[folded] = value }
        }
        self.values = values
    }

    /// There are no variables.
    package static let none = EnvironmentVariables([:])

    /// `text` with the values of the variables that it names. One that is not set is left as it stands: whoever uses the text
    /// refuses it, and in a file that comes from Windows most are never used.
    package func expanded(_ text: String) -> String {
        var result = ""
        var rest = text[...]
        while let found = Self.first(in: rest) {
            result += rest[..<found.range.lowerBound]
            result += values[found.name.uppercased()] ?? String(rest[found.range])
            rest = rest[found.range.upperBound...]
        }
        return result + rest
    }

    /// The first variable that `text` names; nil if it names none.
    static func first(in text: Substring) -> (name: String, range: Range<Substring.Index>)? {
        var rest = text
        while let start = rest.firstIndex(of: "%") {
            rest = rest[rest.index(after: start)...]
            guard let end = rest.firstIndex(of: "%") else { return nil }
            let name = rest[..<end]
            if !name.isEmpty, name.allSatisfy(isOfName) { return (String(name), start..<rest.index(after: end)) }
        }
        return nil
    }

    /// Of what names are made, such as ProgramFiles(x86).
    private static func isOfName(_ character: Character) -> Bool {
        character.isASCII && (character.isLetter || character.isNumber || "_()".contains(character))
    }
}
