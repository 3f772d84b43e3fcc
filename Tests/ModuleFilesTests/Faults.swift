import Glibc
import ModuleFiles
import TestSupport
import Testing

extension TemporaryFolder {
    /// Names of libraries that no other test uses: the loader takes a library that any of them has opened for its own.
    var neighbour: String { "libneighbour-\(path.suffix(6)).so" }
    var further: String { "libfurther-\(path.suffix(6)).so" }

    /// Compiles a source to `module.so` and examines the result.
    func examine(_ source: String, _ flags: [String] = []) throws -> ModuleFile {
        try ModuleFile.examine(path: try library(source, to: "module.so", flags))
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
    throw TestFailure("what should have been refused was not")
}
