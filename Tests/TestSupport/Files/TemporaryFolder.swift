import FoundationEssentials
package import Glibc

/// A folder for the files of one test. It is removed with this object, with all that is in it.
package final class TemporaryFolder: Sendable {
    /// Its path, without symbolic links. Others than its owner may look into it.
    package let path: String

    package init() throws {
        // Not TMPDIR, which may be long: the path of a socket file has room for 107 bytes.
        var template = Array("/tmp/modhost-tests-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil, chmod(template, 0o755) == 0, let real = realpath(template, nil) else {
            throw TestFailure("no folder in /tmp: \(String(cString: strerror(errno)))")
        }
        defer { free(real) }
        path = String(cString: real)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The path of a file in this folder, whether it exists or not.
    package func file(_ name: String) -> String { "\(path)/\(name)" }

    /// Whether there is a file of that name.
    package func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

    /// Removes a file, or a folder with all that is in it.
    package func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: file(name)) }

    /// Makes a folder, and those that it is in; returns its path.
    @discardableResult
    package func makeFolder(_ name: String) throws -> String {
        try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
        return file(name)
    }

    /// Writes a new file, and makes the folders that it is in; returns its path. An older file of that name is replaced,
    /// not changed: a process that has it open keeps it.
    @discardableResult
    package func write(_ bytes: some Sequence<UInt8>, to name: String, mode: mode_t = 0o644) throws -> String {
        if name.contains("/") { try makeFolder(Repository.folder(of: name)) }
        unlink(file(name))
        try Data(bytes).write(to: URL(filePath: file(name)))
        chmod(file(name), mode)
        return file(name)
    }

    @discardableResult
    package func write(_ text: String, to name: String, mode: mode_t = 0o644) throws -> String {
        try write(text.utf8, to: name, mode: mode)
    }

    /// Copies a file of `Tests/Modules` here; returns the path of the copy.
    @discardableResult
    package func copy(_ source: String, to name: String) throws -> String {
        try write(Data(contentsOf: URL(filePath: "\(Repository.modules)/\(source)")), to: name)
    }

    /// The bytes of a file.
    package func read(_ name: String) throws -> [UInt8] {
        try Array(Data(contentsOf: URL(filePath: file(name))))
    }

    /// The text of a file.
    package func text(_ name: String) throws -> String { String(decoding: try read(name), as: UTF8.self) }

    /// Runs a line of shell in this folder to its successful end; returns what it printed on both streams.
    @discardableResult
    package func shell(_ line: String) throws -> String {
        try FinishedProcess.succeeding(["/bin/sh", "-c", line], in: path)
    }
}
