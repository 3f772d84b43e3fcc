import Glibc
import ModuleFiles
import Testing

/// A directory for the files of one test, removed with the last reference to it, and a compiler to fill it.
final class FaultFixture: Sendable {
    /// The directory.
    let directory: String

    /// Names of libraries that no other test uses: the loader takes a library that any of them has opened for its own.
    let neighbour: String
    let further: String

    init() throws {
        directory = try FileTree.makeUniqueDirectory(prefix: "/tmp/modhost-load-")
        neighbour = "libneighbour-\(directory.suffix(6)).so"
        further = "libfurther-\(directory.suffix(6)).so"
    }

    deinit { try? FileTree.remove(directory) }

    /// The sources with one fault each, found from this file upwards.
    static let sources: String = {
        var place = #filePath
        while let slash = place.lastIndex(of: "/") {
            place = String(place[..<slash])
            if FileTree.exists("\(place)/Modules/faults/note.h") { return "\(place)/Modules/faults" }
        }
        return "Tests/Modules/faults"
    }()

    func path(_ name: String) -> String { "\(directory)/\(name)" }

    func makeDirectory(_ name: String) throws {
        try FileTree.makeDirectory(path(name), mode: 0o755, group: nil)
    }

    func write(_ bytes: [UInt8], to name: String) throws -> String {
        try FileTree.write(bytes, to: path(name), mode: 0o644, group: nil)
        return path(name)
    }

    /// Compiles one of the sources to a shared library, `<directory>/<output>`.
    @discardableResult
    func compile(_ source: String, to output: String = "module.so", _ flags: [String] = []) throws -> String {
        try link(source, to: output, ["-shared", "-fPIC"] + flags)
    }

    /// Compiles one of the sources with exactly these flags.
    @discardableResult
    func link(_ source: String, to output: String, _ flags: [String]) throws -> String {
        let compiler = source.hasSuffix(".cpp") ? "g++" : "gcc"
        try run([compiler, "-w", "-Wl,--no-warnings", "-o", path(output), "\(Self.sources)/\(source)"] + flags)
        return path(output)
    }

    /// Compiles a source and examines the result.
    func examine(_ source: String, _ flags: [String] = []) throws -> ModuleFile {
        try ModuleFile.examine(path: try compile(source, to: "module.so", flags))
    }

    /// Runs a program to its end and fails the test if it fails.
    func run(_ arguments: [String]) throws {
        var process: pid_t = 0
        var pointers = arguments.map { strdup($0) } + [nil]
        defer { for pointer in pointers { free(pointer) } }
        let failure = posix_spawnp(&process, arguments[0], nil, nil, &pointers, environ)
        try #require(failure == 0, "\(arguments[0]) does not start: \(FileFault.text(of: failure))")
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        try #require(status == 0, "\(arguments.joined(separator: " ")) ended with status \(status)")
    }
}

/// What the system's loader says of a file: nil if it opens it. The handle stays open, as a module's does.
func linkerComplaint(_ path: String) -> String? {
    if dlopen(path, RTLD_NOW | RTLD_LOCAL) != nil { return nil }
    return dlerror().map { String(cString: $0) } ?? "no complaint"
}

/// The error that an operation must throw, with its sentence checked for form.
func refusal<Value>(_ operation: () throws -> Value) throws -> LoadError {
    do {
        _ = try operation()
    } catch let error as LoadError {
        let sentence = error.description
        #expect(sentence.hasPrefix("Cannot ") && sentence.hasSuffix("."), "\(sentence)")
        #expect(!sentence.contains("\n") && sentence.contains(";"), "A reason and a remedy: \(sentence)")
        return error
    }
    throw NotRefused()
}

/// The operation succeeded though it should not have.
struct NotRefused: Error {}
