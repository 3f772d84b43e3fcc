import CProcess
package import OperatingSystem

/// The two ends of a new pipe, close-on-exec and non-blocking. The maker owns and closes both.
package struct PipeEnds: Sendable {
    /// What `writeEnd` was given comes out here.
    package let readEnd: Int32

    /// Full after 64 KiB that have not been read.
    package let writeEnd: Int32

    /// Makes a pipe; `purpose` names it in the error: "the pipe for signals".
    package init(for purpose: String) throws(SystemCallError) {
        var ends: [Int32] = [-1, -1]
        let code = ProcessCalls_MakePipe(&ends)
        guard code == 0 else { throw SystemCallError("making \(purpose)", code: code) }
        readEnd = ends[0]
        writeEnd = ends[1]
    }
}
