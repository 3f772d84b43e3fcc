import Foundation

/// Where the sources of this package are.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    static let include = "\(root)/CModuleHeaders/include"
    static let windows = "\(root)/CModuleHeaders/windows"
    static let fixtures = "\(root)/Tests/ModuleHeaderTests/Fixtures"

    /// The headers below one folder, as absolute paths, in a fixed order.
    static func headers(in folder: String) throws -> [String] {
        guard let names = FileManager.default.enumerator(atPath: folder) else {
            throw TestFailure("there is no folder \(folder)")
        }
        return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".h") }.sorted().map { "\(folder)/\($0)" }
    }
}
