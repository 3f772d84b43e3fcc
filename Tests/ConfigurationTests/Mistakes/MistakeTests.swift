import Testing

@testable import Configuration

/// A configuration with something wrong in it.
struct Mistake: Sendable, CustomTestStringConvertible {
    let name: String
    let text: String
    /// `line:column: sentence`, in the order of the file.
    let expected: [String]

    init(_ name: String, _ text: String, _ expected: [String]) {
        self.name = name
        self.text = text
        self.expected = expected
    }

    var testDescription: String { name }
}

@Suite("Mistakes in configurations")
struct MistakeTests {
    /// All that is told of a file, as a user sees it, but for the name of the file before each place.
    private func told(_ file: String, _ text: String) -> [String] {
        var all: [ConfigurationMistake] = []
        do throws(ConfigurationMistakes) {
            let server = try ServerFile(file, Array(text.utf8))
            var configuration = ServerConfiguration()
            all = ConfigurationMistakes(server.mistakes + server.fill(&configuration)).all
        } catch {
            all = error.all
        }
        return all.map { mistake in
            let text = mistake.description
            return text.hasPrefix(file + ":") ? String(text.dropFirst(file.count + 1)) : text
        }
    }

    @Test("Each mistake in YAML is told with its place and what to do", arguments: inYAML + ofRulesInYAML)
    func yaml(_ mistake: Mistake) { #expect(told("a.yaml", mistake.text) == mistake.expected) }

    static let inXML = ofFormInXML + ofPlacesInXML + ofRulesInXML

    @Test("Each mistake in XML is told with its place and what to do", arguments: inXML)
    func xml(_ mistake: Mistake) { #expect(told("a.config", mistake.text) == mistake.expected) }
}
