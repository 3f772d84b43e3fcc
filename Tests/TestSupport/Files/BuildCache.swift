import FoundationEssentials
import Glibc
import Synchronization

/// What compilers have made in this test run, so that no two tests compile the same. Any thread may ask.
package enum BuildCache {
    /// The result of one build. Who comes while it is made waits for it, and for no other.
    private final class Entry: Sendable {
        let path: String
        let result = Mutex<Result<Void, TestFailure>?>(nil)

        init(path: String) { self.path = path }
    }

    private struct Entries {
        var folder: TemporaryFolder?
        var byKey: [String: Entry] = [:]
    }

    private static let entries = Mutex(Entries())

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
