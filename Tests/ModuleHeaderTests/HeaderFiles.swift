import Foundation
import TestSupport

/// The headers of the contract, and the sources that use them in the manner of IIS.
enum HeaderFiles {
    static let fixtures = "\(Repository.root)/Tests/ModuleHeaderTests/Fixtures"

    /// The headers below one folder, as absolute paths, in a fixed order.
    static func headers(in folder: String) throws -> [String] {
        guard let names = FileManager.default.enumerator(atPath: folder) else {
            throw TestFailure("there is no folder \(folder)")
        }
        return names.compactMap { $0 as? String }.filter { $0.hasSuffix(".h") }.sorted().map { "\(folder)/\($0)" }
    }
}
