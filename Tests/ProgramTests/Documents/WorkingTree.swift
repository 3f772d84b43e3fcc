import Glibc
import ModuleHost
import TestSupport
import Testing

/// A folder in which the commands of a README run as they stand: the repository as links, a `build` of its own, and
/// the program under test where a release build would be.
struct WorkingTree {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let tree = Repository.root
        let program = try Repository.folder(of: Program.path())
        _ = try folder.shell(
            """
            for entry in \(tree)/*; do
                case $(basename "$entry") in build) ;; *) ln -s "$entry" . ;; esac
            done
            mkdir .build && ln -s \(program) .build/release
            """)
    }

    /// Runs the commands of a block with a shell that stops at the first one that fails, and looks for what the text
    /// after the block says that they print, which is everything there between backquotes.
    ///
    /// Two things differ from what is written. Ports are ones that are free. And of make, which would build everything
    /// once more, only the way to its goal is tried.
    func run(_ block: Document.Block, of path: String) throws {
        let makes = block.lines.filter { $0.hasPrefix("make ") }
        for line in makes { _ = try folder.shell("make --dry-run \(line.dropFirst("make ".count))") }
        guard makes.isEmpty else {
            #expect(makes.count == block.lines.count, "make stands alone: \(block.lines)")
            return
        }
        let commands = try withFreePorts(block.lines.joined(separator: "\n"))
        let script = "cd \(folder.path) && exec 2>&1 && set -e\n\(commands)\n"
        // A server in the background holds the output until it has ended, and is waited for with it.
        let run = try RunningProcess("/bin/sh", ["-c", script], environment: Program.environment(folder))
        #expect(try run.end() == .exited(code: 0), "\(path): \(commands)\n\(run.output)")
        guard block.lines.contains(where: { $0.hasPrefix("curl ") }) else { return }
        let promises = Document.quotedWords(block.sequel)
        #expect(!promises.isEmpty, "\(path) says what is printed")
        for promise in promises { #expect(run.output.contains(promise), "\(path) promises \(promise):\n\(run.output)") }
        #expect(try folder.leftovers() == "")
    }

    private func withFreePorts(_ commands: String) throws -> String {
        var result = ""
        var ports: [Substring: UInt16] = [:]
        for (number, part) in commands.split(separator: "127.0.0.1:", omittingEmptySubsequences: false).enumerated() {
            guard number > 0 else {
                result += part
                continue
            }
            let port = part.prefix { $0.isNumber }
            if ports[port] == nil { ports[port] = try Self.freePort() }
            result += "127.0.0.77:\(ports[port] ?? 0)\(part.dropFirst(port.count))"
        }
        return result
    }

    /// A port that the kernel has just given to a server and taken back. The commands use it on an address of their
    /// own, so that no other program gets the same port meanwhile.
    private static func freePort() throws -> UInt16 {
        let server = try RunningServer([], in: TemporaryFolder())
        let port = server.addresses[0].port
        #expect(try server.stop() == .exited(code: 0))
        return port
    }
}
