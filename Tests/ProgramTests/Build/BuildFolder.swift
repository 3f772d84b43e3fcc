import Glibc
import ModuleFiles
import ModuleHost

@testable import Program

/// A folder for one test, with sources in it and modhost to build them. It is removed with this object.
final class BuildFolder {
    let path: String

    init() throws {
        path = try FileTree.makeUniqueDirectory(prefix: "/tmp/modhost-build-tests-")
    }

    deinit { try? FileTree.remove(path) }

    /// Writes a file, and the folders that it is in; returns its path.
    @discardableResult
    func write(_ text: String, to name: String, mode: UInt32 = 0o644) throws -> String {
        var folder = path
        for part in name.split(separator: "/").dropLast() {
            folder += "/\(part)"
            try FileTree.makeDirectory(folder, mode: 0o755, group: nil)
        }
        unlink("\(path)/\(name)")
        try FileTree.write(Array(text.utf8), to: "\(path)/\(name)", mode: mode, group: nil)
        return "\(path)/\(name)"
    }

    /// Runs a line of shell in this folder, in which $modhost is the program; both streams as one text, and the status.
    /// Temporary files go to the folder tmp in it.
    func run(_ line: String) throws -> (text: String, status: Int32) {
        try FileTree.makeDirectory("\(path)/tmp", mode: 0o755, group: nil)
        let setting = "cd \(path) && export modhost=\(try Self.modhost()) TMPDIR=\(path)/tmp && exec 2>&1"
        let run = try ToolRun(["/bin/sh", "-c", "\(setting); \(line)"], reading: .output)
        guard case .exited(let status) = run.end else { throw Failure(text: "\(line): \(run.end)\n\(run.text)") }
        return (run.text, status)
    }

    /// Whether there is a file of that name in the folder.
    func has(_ name: String) -> Bool { FileTree.exists("\(path)/\(name)") }

    /// The names of what a build has left behind in its place for temporary files.
    func leftovers() throws -> String { try run("ls tmp").text }

    /// The program that was built together with this test.
    static func modhost() throws -> String {
        guard let test = realpath("/proc/self/exe", nil) else { throw Failure(text: "/proc/self/exe is not readable") }
        defer { free(test) }
        let path = BuildFolders.folder(of: String(cString: test)) + "/modhost"
        guard FileTree.exists(path) else { throw Failure(text: "\(path) is missing: 'swift build' makes it") }
        return path
    }

    struct Failure: Error, CustomStringConvertible {
        let text: String
        var description: String { text }
    }

    static let moduleInC = """
        #include <httpserv.h>
        HRESULT RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
            (void)version, (void)info, (void)server;
            return E_FAIL;
        }

        """

    static let moduleInCPlusPlus = """
        #include <windows.h>
        #include <httpserv.h>
        int answer() ANSWER_SPECIFICATION;
        int answer() ANSWER_SPECIFICATION { return 42; }
        inline int &shared() { static int one; return one; }
        HRESULT WINAPI RegisterModule(DWORD, IHttpModuleRegistrationInfo *, IHttpServer *) {
            return answer() + shared() == 42 ? E_FAIL : S_OK;
        }

        """

    static let moduleInSwift = """
        import ModuleKit

        struct Nothing: HttpModule, OnBeginRequest {
            func onBeginRequest(_ context: HttpContext) throws -> NotificationStatus { .continue }
        }

        @c(RegisterModule)
        public func registerModule(
            _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
        ) -> RegistrationResult {
            Nothing.register(version, registration, server)
        }

        """
}
