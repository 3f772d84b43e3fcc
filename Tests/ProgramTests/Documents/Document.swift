import ModuleFiles
import ModuleHost
import TestSupport

/// A Markdown document of the repository: the parts that tests can compare with the repository.
struct Document {
    /// One block between fences.
    struct Block {
        /// What stands behind the opening fence: "sh", "c".
        let language: String
        /// The line before the fence.
        let lead: String
        let lines: [String]
        /// The first paragraph after the block.
        let sequel: String
    }

    let path: String
    let lines: [String]
    let blocks: [Block]

    /// Reads a document; `path` starts at the root of the repository.
    init(_ path: String) throws {
        self.path = path
        let bytes = try FileBytes.read("\(Repository.root)/\(path)").bytes
        lines = String(decoding: bytes, as: UTF8.self)
            .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        blocks = Self.blocks(lines)
    }

    private static func blocks(_ lines: [String]) -> [Block] {
        let fences = lines.indices.filter { lines[$0].hasPrefix("```") }
        return stride(from: 0, to: fences.count - 1, by: 2).map { number in
            let (start, end) = (fences[number], fences[number + 1])
            let after = lines[(end + 1)...].drop { $0.isEmpty }
            return Block(
                language: String(lines[start].dropFirst(3)), lead: start > 0 ? lines[start - 1] : "",
                lines: Array(lines[(start + 1)..<end]),
                sequel: after.prefix { !$0.isEmpty }.joined(separator: " "))
        }
    }

    /// Everything between single backquotes, outside of blocks.
    var quotedWords: [String] {
        var isInBlock = false
        return lines.flatMap { line -> [String] in
            if line.hasPrefix("```") { isInBlock.toggle() }
            return isInBlock ? [] : Self.quotedWords(line)
        }
    }

    static func quotedWords(_ line: String) -> [String] {
        let parts = line.split(separator: "`", omittingEmptySubsequences: false)
        return stride(from: 1, to: parts.count, by: 2).map { String(parts[$0]) }
    }

    /// Targets of links to files in the repository.
    var linkTargets: [String] {
        lines.flatMap { line in
            line.split(separator: "](", omittingEmptySubsequences: false).dropFirst()
                .map { String($0.prefix { $0 != ")" }) }
        }.filter { !$0.contains("://") && !$0.hasPrefix("#") }
    }
}
