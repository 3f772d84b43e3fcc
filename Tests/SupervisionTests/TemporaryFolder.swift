import Glibc
import Supervision

/// A folder of this test process, removed when it exits.
enum TemporaryFolder {
    private static let result = Result { try make() }

    static func shared() throws -> String { try result.get() }

    static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else { throw SystemCallError("writing \(path)") }
        fputs(text, file)
        fclose(file)
    }

    private static func make() throws -> String {
        var template = Array("/tmp/modhost-supervision-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemCallError("making a temporary folder") }
        atexit { TemporaryFolder.remove() }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func remove() {
        guard let folder = try? result.get(), let directory = opendir(folder) else { return }
        while let entry = readdir(directory) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            unlink("\(folder)/\(String(decoding: name, as: UTF8.self))")
        }
        closedir(directory)
        rmdir(folder)
    }
}
