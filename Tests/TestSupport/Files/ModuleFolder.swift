package import Configuration
import Glibc

/// Modules of `Tests/Modules/behaviour` for one test: images with state of their own in a folder of their own, and the
/// record that they write there.
package final class ModuleFolder: Sendable {
    private let folder: TemporaryFolder
    package var path: String { folder.path }

    // The images stay mapped when the folder goes; their files are needed no more.
    package init() throws { folder = try TemporaryFolder() }

    /// Compiles a source, e.g. `recorder.c`, puts the module into the folder under a name, with its settings, and returns
    /// it. `generated` are files that the source includes and that the test has written, by their names.
    package func add(
        _ source: String, as name: String, _ settings: [String] = [], generated: [String: String] = [:]
    ) throws -> ModuleConfiguration {
        for (file, text) in generated { try folder.write(text, to: file) }
        let standard = source.hasSuffix(".cpp") ? "-std=c++17" : "-std=c11"
        let flags = [
            standard, "-Wall", "-Wextra", "-Werror", "-O1", "-g", "-fPIC", "-shared", "-pthread", "-D_GNU_SOURCE",
        ]
        let image = folder.file("\(name).so")
        try ModuleCompiler.compile(
            "behaviour/\(source)", to: image, flags + (generated.isEmpty ? [] : ["-I\(path)"]))
        if !settings.isEmpty { try folder.write(settings.map { $0 + "\n" }.joined(), to: "\(name).txt") }
        return ModuleConfiguration(name: name, path: image, image: image)
    }

    /// The path of a file beside the modules.
    package func file(_ name: String) -> String { folder.file(name) }

    /// Writes a file beside the modules; returns its path.
    @discardableResult
    package func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
        try folder.write(bytes, to: name)
    }

    /// What the modules have recorded so far, in the order of the calls.
    package var record: [String] {
        ((try? folder.text("record")) ?? "").split(separator: "\n").map(String.init)
    }

    /// Whether a line is recorded, now or soon: for what a module does unseen by any client.
    package func hasSoon(_ line: String) -> Bool {
        for _ in 0..<(Int(RunningProcess.limit) * 1_000) {
            if record.contains(line) { return true }
            usleep(1_000)
        }
        return false
    }

    /// Forgets what has been recorded.
    package func clearRecord() { truncate(file("record"), 0) }
}

/// Where the sources of this package are.
package enum Repository {
    /// The root of the repository, found from this file.
    package static let root = folder(of: folder(of: folder(of: folder(of: #filePath))))
    /// The sources of the modules that tests load.
    package static let modules = "\(root)/Tests/Modules"
    /// The headers that modules include, and those of Windows.
    package static let include = "\(root)/CModuleHeaders/include"
    package static let windows = "\(root)/CModuleHeaders/windows/include"

    /// The folder that a file or folder is in.
    package static func folder(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
}
