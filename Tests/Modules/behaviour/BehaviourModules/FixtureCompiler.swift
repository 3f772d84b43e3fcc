import Glibc
import Synchronization

/// Compiles the modules of the folder above, each once per test run.
package enum FixtureCompiler {
    /// Why a fixture is not there, in the compiler's words.
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private struct Compiled {
        var folder: String?
        var images: [String: Result<String, Failure>] = [:]
    }

    private static let compiled = Mutex(Compiled())
    /// Removed when the process ends. Written once, under the lock, before `atexit` can read it.
    nonisolated(unsafe) private static var folderToRemove: String?

    /// The folder above this one, where the sources are, and that of the headers which modules include.
    package static let sources = folder(above: folder(above: #filePath))
    package static let include = "\(sources)/../../../CModuleHeaders/include"

    private static func folder(above path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)])
    }

    /// The image of `file`, a source in the folder above.
    package static func image(of file: String) throws(Failure) -> String {
        try compiled.withLock { compiled throws(Failure) in
            if let result = compiled.images[file] { return try result.get() }
            let folder = try openFolder(&compiled)
            let result = Result { () throws(Failure) in try compile("\(sources)/\(file)", in: folder) }
            compiled.images[file] = result
            return try result.get()
        }
    }

    /// The image of a source that a test has written.
    package static func image(of text: String, named file: String) throws(Failure) -> String {
        try compiled.withLock { compiled throws(Failure) in
            if let result = compiled.images[file] { return try result.get() }
            let folder = try openFolder(&compiled)
            let source = "\(folder)/\(file)"
            try write(text, to: source)
            let result = Result { () throws(Failure) in try compile(source, in: folder) }
            compiled.images[file] = result
            return try result.get()
        }
    }

    private static func openFolder(_ compiled: inout Compiled) throws(Failure) -> String {
        if let folder = compiled.folder { return folder }
        let folder = try makeFolder()
        compiled.folder = folder
        folderToRemove = folder
        atexit { FixtureCompiler.folderToRemove.map { FixtureCompiler.remove($0) } }
        return folder
    }

    private static func compile(_ source: String, in folder: String) throws(Failure) -> String {
        let name = source[source.index(after: source.lastIndex(of: "/") ?? source.startIndex)...]
        let image = "\(folder)/\(name).so"
        let language = source.hasSuffix(".cpp") ? ["g++", "-std=c++17"] : ["gcc", "-std=c11"]
        let flags = [
            "-Wall", "-Wextra", "-Werror", "-O1", "-g", "-fPIC", "-shared", "-pthread", "-D_GNU_SOURCE", "-I", include,
            "-I", sources,
        ]
        let messages = "\(image).txt"
        guard try run(language + flags + ["-o", image, source], messagesTo: messages) == 0 else {
            throw Failure(description: "\(name) does not compile:\n\(read(messages))")
        }
        return image
    }

    // MARK: Files and processes

    package static func makeFolder() throws(Failure) -> String {
        var template = Array("/tmp/modhost-behaviour-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw Failure(description: "mkdtemp: \(String(cString: strerror(errno)))")
        }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    package static func write(_ text: String, to path: String) throws(Failure) {
        guard let file = fopen(path, "we") else { throw Failure(description: "\(path) cannot be written") }
        defer { fclose(file) }
        fputs(text, file)
    }

    /// The text of a file; empty if there is none.
    package static func read(_ path: String) -> String {
        guard let file = fopen(path, "re") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Copies a file, so that the loader takes the copy for another image with state of its own.
    package static func copy(_ path: String, to target: String) throws(Failure) {
        guard try run(["cp", path, target], messagesTo: nil) == 0 else {
            throw Failure(description: "\(path) cannot be copied to \(target)")
        }
    }

    /// Removes a folder and the files in it.
    package static func remove(_ folder: String) {
        guard let directory = opendir(folder) else { return }
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { unlink("\(folder)/\(name)") }
        }
        closedir(directory)
        rmdir(folder)
    }

    private static func run(_ arguments: [String], messagesTo path: String?) throws(Failure) -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if let path {
            posix_spawn_file_actions_addopen(&actions, 2, path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
            posix_spawn_file_actions_adddup2(&actions, 2, 1)
        }
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        var process: pid_t = 0
        let failure = posix_spawnp(&process, arguments[0], &actions, nil, &pointers, environ)
        guard failure == 0 else {
            throw Failure(description: "\(arguments[0]) does not start: \(String(cString: strerror(failure)))")
        }
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        return status
    }
}
