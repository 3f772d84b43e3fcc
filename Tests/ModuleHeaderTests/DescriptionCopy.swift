import Foundation
import TestSupport

/// A copy of the description and its lock, in which a test can make mistakes. Gone with its last use.
struct DescriptionCopy {
    private let folder: TemporaryFolder

    /// The root that a `Generator` takes.
    var path: String { folder.path }

    init() throws {
        folder = try TemporaryFolder()
        try FileManager.default.createDirectory(
            atPath: "\(folder.path)/CModuleHeaders", withIntermediateDirectories: true)
        for name in ["interfaces", "contract.lock"] {
            try FileManager.default.copyItem(
                atPath: "\(Repository.root)/CModuleHeaders/\(name)", toPath: "\(folder.path)/CModuleHeaders/\(name)")
        }
    }

    /// Replaces the first `old` in a file of the description, which must have one.
    func edit(_ file: String, replacing old: String, with new: String) throws {
        let path = "\(folder.path)/CModuleHeaders/interfaces/\(file)"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        guard let range = text.range(of: old) else { throw TestFailure("\(path) has no '\(old)'") }
        try Data(text.replacingCharacters(in: range, with: new).utf8).write(to: URL(fileURLWithPath: path))
    }

    /// Adds a file to the description.
    func add(_ file: String, _ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder.path)/CModuleHeaders/interfaces/\(file)"))
    }
}
