import Glibc
import TestSupport
import Testing

@testable import Configuration

/// `MODHOST_TEST_RANDOM_RUNS=1000000` runs as many of each kind, by hand.
@Suite("Random bytes as a configuration")
struct RandomInputTests {
    private static let runs = getenv("MODHOST_TEST_RANDOM_RUNS").flatMap { Int(String(cString: $0)) } ?? 2_000

    /// What mutations put in beside random bytes.
    private static let words = [
        "<", ">", "/>", "</", "=\"", "\"", "&amp;", "&#0;", "&#x10FFFF;", "<!--", "-->", "<![CDATA[", "]]>", "<?xml",
        "<!DOCTYPE", ": ", "- ",
        "[", "]", "{", "}", "&a ", "*a", "\n  ", "\t", "|\n", ">-\n", "!!binary ", "%YAML 1.1\n", "---\n", "...\n", "?",
        "\u{FEFF}", "\0",
        "\u{85}", "99999999999999999999", "-1", "lockItem", "clear", "remove", "configSections", "location", "path",
    ].map { Array($0.utf8) }

    @Test("None makes a reader fail otherwise than by a mistake with a place", arguments: ["a.yaml", "a.config"])
    func random(file: String) {
        let corpus =
            (file == "a.yaml" ? MistakeTests.inYAML + YAMLSitesTests.mistakes : MistakeTests.inXML)
            .map { Array($0.text.utf8) }
        var random = SplitMix64(seed: 11)
        for _ in 0..<Self.runs {
            var bytes = corpus[Int.random(in: 0..<corpus.count, using: &random)]
            for _ in 0..<Int.random(in: 1...6, using: &random) { Self.mutate(&bytes, corpus, &random) }
            check(file, bytes)
        }
    }

    @Test("None makes a reader of schemas fail otherwise", arguments: ["s.yaml", "s.xml"])
    func schemas(file: String) {
        let corpus = [Array((file == "s.yaml" ? YAMLSchemaTests.yaml : YAMLSchemaTests.xml).utf8)]
        var random = SplitMix64(seed: 12)
        for _ in 0..<Self.runs {
            var bytes = corpus[0]
            for _ in 0..<Int.random(in: 1...6, using: &random) { Self.mutate(&bytes, corpus, &random) }
            var set = SchemaSet.builtIn
            for mistake in set.add(schemaFile: file, bytes) where mistake.place.file != file || mistake.text.isEmpty {
                Issue.record("\(mistake) for \(bytes)")
            }
        }
    }

    private func check(_ file: String, _ bytes: [UInt8]) {
        var all: [ConfigurationMistake]
        do throws(ConfigurationMistakes) {
            let server = try ServerFile(file, bytes)
            var configuration = ServerConfiguration()
            all = server.mistakes + server.fill(&configuration)
            _ = (server.modules(), server.notices)
        } catch {
            all = error.all
            #expect(!all.isEmpty)
        }
        for mistake in all where mistake.place.file != file || mistake.text.isEmpty {
            Issue.record("\(mistake) for \(bytes)")
        }
    }

    private static func mutate(_ bytes: inout [UInt8], _ corpus: [[UInt8]], _ random: inout SplitMix64) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        let end = min(bytes.count, place + Int.random(in: 0...12, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0: bytes.replaceSubrange(place..<end, with: [])
        case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 2: bytes.insert(contentsOf: words[Int.random(in: 0..<words.count, using: &random)], at: place)
        case 3: if place < bytes.count { bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random) }
        case 4: bytes.insert(contentsOf: bytes[place..<end], at: place)
        default:
            let other = corpus[Int.random(in: 0..<corpus.count, using: &random)]
            let start = Int.random(in: 0...other.count, using: &random)
            bytes.replaceSubrange(place..<end, with: other[start...].prefix(40))
        }
    }
}
