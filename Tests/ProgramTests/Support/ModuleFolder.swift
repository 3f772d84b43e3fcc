import Glibc
import ModuleFiles
import ModuleHost

/// A folder for the files of one test, with a compiler to fill it. It is removed with this object.
final class ModuleFolder: Sendable {
    /// The folder; its real path.
    let path: String

    /// Where the program makes its run directory: empty again when it has cleaned up.
    var runPath: String { "\(path)/run" }

    init() throws {
        path = try FileTree.makeUniqueDirectory(prefix: "/tmp/modhost-serve-tests-")
        // Other users, too, are let in: one test runs the program as another user.
        try FileTree.setAccess(path, mode: 0o755, group: nil)
        try FileTree.makeDirectory(path + "/run", mode: 0o755, group: nil)
    }

    deinit { try? FileTree.remove(path) }

    /// The repository, found from this file.
    static let repository: String = parent(parent(parent(parent(#filePath))))

    static func parent(_ path: String) -> String { String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)]) }

    /// The path of a file in this folder, whether it exists or not.
    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Writes a file; returns its path.
    @discardableResult
    func write(_ bytes: some Sequence<UInt8>, to name: String, mode: UInt32 = 0o644) throws -> String {
        unlink(file(name))
        try FileTree.write(Array(bytes), to: file(name), mode: mode, group: nil)
        return file(name)
    }

    func makeFolder(_ name: String) throws -> String {
        try FileTree.makeDirectory(file(name), mode: 0o755, group: nil)
        return file(name)
    }

    func read(_ name: String) throws -> [UInt8] { try FileBytes.read(file(name)).bytes }

    func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

    /// What the program has left of its run directory.
    func leftovers() throws -> String { try shell("ls -A \(runPath)") }

    /// Compiles `Tests/Modules/<source>` to `<output>.so` in this folder; returns its path.
    ///
    /// MODULE_NAME is the name in the fixtures' records, and makes two builds of one source different files.
    @discardableResult
    func module(_ source: String, as output: String? = nil, _ flags: [String] = []) throws -> String {
        let stem = String(source[..<(source.lastIndex(of: ".") ?? source.endIndex)].split(separator: "/").last ?? "")
        let name = output ?? stem
        let quoted = #"-DMODULE_NAME='"\#(name)"'"#
        return try link(source, to: "\(name).so", ["-shared", "-fPIC", quoted] + flags)
    }

    /// Compiles `Tests/Modules/<source>` with exactly these flags, which a shell reads; returns the path of the result.
    @discardableResult
    func link(_ source: String, to output: String, _ flags: [String]) throws -> String {
        let compiler = source.hasSuffix(".cpp") ? "g++" : "gcc"
        let tree = Self.repository
        let words = [compiler, "-w", "-I\(tree)/CModuleHeaders/include", "\(tree)/Tests/Modules/\(source)"]
        _ = try shell((words + flags + ["-Wl,--no-warnings", "-o", file(output)]).joined(separator: " "))
        return file(output)
    }

    /// Runs a line of shell in this folder to its successful end; returns what it printed on both streams.
    func shell(_ line: String) throws -> String {
        let run = try RunningProcess("/bin/sh", ["-c", "cd \(path) && exec 2>&1; \(line)"])
        guard try run.end() == .exited(code: 0) else { throw TestFailure("\(line)\nfailed: \(run.output)") }
        return run.output
    }
}

/// Something that a test needed did not happen.
struct TestFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
