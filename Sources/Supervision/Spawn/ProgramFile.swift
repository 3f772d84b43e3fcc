import CProcess
import Glibc
package import OperatingSystem

/// A program to start processes from: the file that it was when it was opened, whatever lies under its name later. Any thread.
package final class ProgramFile: Sendable {
    /// Where it lay; what processes that are started from it are told as their name.
    package let path: String

    /// Open for execution alone, close-on-exec. Owned by this object.
    let descriptor: Int32

    /// The program at `path`, which is not searched for in PATH.
    package init(path: String) throws(SystemCallError) {
        descriptor = ProcessSpawn_OpenProgram(path)
        guard descriptor >= 0 else { throw SystemCallError("opening the program \(path)") }
        self.path = path
    }

    /// The program that this process runs, which lay at `path`. Where no /proc is mounted it is the one that lies there now.
    package init(ownAt path: String) throws(SystemCallError) {
        let own = ProcessSpawn_OpenSelf()
        descriptor = own >= 0 ? own : ProcessSpawn_OpenProgram(path)
        guard descriptor >= 0 else { throw SystemCallError("opening the program \(path)") }
        self.path = path
    }

    deinit { close(descriptor) }
}
