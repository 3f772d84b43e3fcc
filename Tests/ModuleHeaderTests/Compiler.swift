import Foundation
import TestSupport

/// A compiler of this machine.
struct Compiler: CustomStringConvertible, Sendable {
    let name: String
    let path: String

    var description: String { name }

    /// `gcc` or `g++` from the search path, `clang` or `clang++` of the Swift toolchain.
    static func named(_ name: String) throws -> Compiler {
        let folders = name.hasPrefix("clang") ? try toolchainFolders() : searchPath
        for folder in folders {
            let path = "\(folder)/\(name)"
            if FileManager.default.isExecutableFile(atPath: path) { return Compiler(name: name, path: path) }
        }
        throw TestFailure("\(name) is not in \(folders.joined(separator: ":")); install it to run these tests")
    }

    private static var searchPath: [String] {
        (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
    }

    private static func toolchainFolders() throws -> [String] {
        for folder in searchPath where FileManager.default.isExecutableFile(atPath: "\(folder)/swift") {
            let real = URL(fileURLWithPath: "\(folder)/swift").resolvingSymlinksInPath()
            return [folder, real.deletingLastPathComponent().path]
        }
        throw TestFailure("swift is not in PATH; its clang is one of the compilers of these tests")
    }

    /// Compiles, and fails with what the compiler printed unless it succeeds in silence.
    func compile(_ arguments: [String], in folder: String = Repository.root) throws {
        let output = try FinishedProcess.succeeding([path] + arguments, in: folder)
        guard output.isEmpty else { throw TestFailure("\(name) \(arguments.joined(separator: " "))\n\(output)") }
    }
}

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
