import CProcess
import Glibc

/// The file of this program, from which it starts its workers and finds what was installed with it.
enum OwnExecutable {
    /// Its real path. Called at the start, while the working folder is that of the launcher.
    ///
    /// Where no /proc is mounted the system has noted under which name the program was started.
    static func path() throws(StartFailure) -> String {
        let name = ProcessCalls_ExecutedName().map { String(cString: $0) }
        for candidate in ["/proc/self/exe", name].compactMap({ $0 }) {
            guard let path = realpath(candidate, nil) else { continue }
            defer { free(path) }
            return String(cString: path)
        }
        throw StartFailure(
            description:
                "the program cannot find its own file, from which it starts its workers; mount /proc, or start it by its "
                + "whole path")
    }
}
