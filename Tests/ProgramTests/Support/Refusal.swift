import TestSupport
import Testing

/// One run of the program that must fail before it serves.
struct Refusal {
    /// Standard error without "modhost: " and the end of the line.
    let sentence: String

    /// Runs the program, and checks what all failing starts have in common: the exit code, exactly one sentence on
    /// standard error and nothing else anywhere, and nothing left behind.
    init(
        _ arguments: [String], in folder: TemporaryFolder, code: Int32 = 1, by prefix: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let words = try prefix + [Program.path()] + arguments
        let process = try RunningProcess(
            words[0], Array(words.dropFirst()), environment: Program.environment(folder))
        let end = try process.end()
        #expect(end == .exited(code: code), sourceLocation: sourceLocation)
        #expect(process.output.isEmpty, "\(process.output)", sourceLocation: sourceLocation)
        let lines = process.errors.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.count == 2 && lines.last == "", "one line: \(process.errors)", sourceLocation: sourceLocation)
        let line = String(lines.first ?? "")
        #expect(
            line.hasPrefix("modhost: ") && (line.hasSuffix(".") || line.hasSuffix("?")), "\(line)",
            sourceLocation: sourceLocation)
        #expect(!line.contains("0x7f") && !line.contains(folder.runPath), "\(line)", sourceLocation: sourceLocation)
        #expect(line.contains("; "), "reason and remedy: \(line)", sourceLocation: sourceLocation)
        #expect(try folder.leftovers() == "", sourceLocation: sourceLocation)
        sentence = String(line.dropFirst("modhost: ".count))
    }
}
