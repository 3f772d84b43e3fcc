import FoundationEssentials
import Glibc
import OperatingSystem

/// Compiles sources of `Tests/Modules` as their authors would without modhost.
package enum ModuleCompiler {
    /// Compiles `Tests/Modules/<source>` with exactly these flags to the file `output`. The compiler is gcc or g++, by the
    /// extension, and finds the headers of modules.
    ///
    /// The same source with the same flags is compiled once in a test run, unless a flag names a place other than the
    /// sources, where it may find something else the next time.
    package static func compile(
        _ source: String, to output: String, _ flags: [String], in folder: String? = nil
    ) throws {
        let compiler = source.hasSuffix(".cpp") ? "g++" : "gcc"
        let words = [compiler, "-I\(Repository.include)", "\(Repository.modules)/\(source)"] + flags
        func build(_ path: String) throws { try FinishedProcess.succeeding(words + ["-o", path], in: folder) }
        if flags.contains(where: { namesPlace($0) }) {
            try build(output)
        } else {
            try BuildCache.copy(words.joined(separator: "\n"), to: output, build)
        }
    }

    private static func namesPlace(_ flag: String) -> Bool {
        !flag.contains(Repository.modules) && (flag.hasPrefix("-L") || flag.contains("/"))
    }
}

extension TemporaryFolder {
    /// Compiles `Tests/Modules/<source>` with exactly these flags to a file in this folder; returns its path. What the
    /// compiler warns about is what some sources are for.
    @discardableResult
    package func compile(_ source: String, to output: String, _ flags: [String]) throws -> String {
        try ModuleCompiler.compile(source, to: file(output), ["-w", "-Wl,--no-warnings"] + flags, in: path)
        return file(output)
    }

    /// Compiles `Tests/Modules/<source>` to a shared library in this folder; returns its path.
    @discardableResult
    package func library(_ source: String, to output: String = "module.so", _ flags: [String] = []) throws -> String {
        try compile(source, to: output, ["-shared", "-fPIC"] + flags)
    }

    /// Compiles `Tests/Modules/<source>` to `<name>.so` in this folder; returns its path. Without a name it is that of the
    /// source.
    ///
    /// MODULE_NAME is the name in the fixtures' records, and makes two builds of one source different files.
    @discardableResult
    package func module(_ source: String, as name: String? = nil, _ flags: [String] = []) throws -> String {
        let file = source[(source.lastIndex(of: "/").map { source.index(after: $0) } ?? source.startIndex)...]
        let name = name ?? String(file.prefix { $0 != "." })
        return try library(source, to: "\(name).so", ["-DMODULE_NAME=\"\(name)\""] + flags)
    }
}

/// What compilers have made in this test run, so that no two tests compile the same. Any thread may ask.
package enum BuildCache {
    /// The result of one build. A thread that asks while it is being made waits for this build, and for no other.
    private final class Entry: Sendable {
        let path: String
        let result = Lock<Result<Void, TestFailure>?>(nil)

        init(path: String) { self.path = path }
    }

    private struct Entries {
        var folder: TemporaryFolder?
        var byKey: [String: Entry] = [:]
    }

    private static let entries = Lock(Entries())

    /// The file that `build` writes to the path that it is given, or has written when it was asked for the same `key`
    /// before. It has the name `name` and stays as it is until the test run ends.
    package static func file(
        _ key: String, named name: String = "built", _ build: (String) throws -> Void
    ) throws -> String {
        let entry = try entry(key, name)
        try entry.result.withLock { result in
            if result == nil { result = outcome(of: build, to: entry.path) }
            try result?.get()
        }
        return entry.path
    }

    /// Copies that file to `output`, in the place of what is there.
    package static func copy(_ key: String, to output: String, _ build: (String) throws -> Void) throws {
        let built = try file(key, build)
        unlink(output)
        try FileManager.default.copyItem(atPath: built, toPath: output)
    }

    private static func outcome(of build: (String) throws -> Void, to path: String) -> Result<Void, TestFailure> {
        do { return .success(try build(path)) } catch { return .failure(TestFailure("\(error)")) }
    }

    private static func entry(_ key: String, _ name: String) throws -> Entry {
        try entries.withLock { entries in
            if let entry = entries.byKey[key] { return entry }
            if entries.folder == nil {
                entries.folder = try TemporaryFolder()
                atexit { BuildCache.entries.withLock { $0.folder = nil } }
            }
            let entry = Entry(path: try entries.folder!.makeFolder("\(entries.byKey.count)") + "/\(name)")
            entries.byKey[key] = entry
            return entry
        }
    }
}
