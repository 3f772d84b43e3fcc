import Glibc
import OperatingSystem
import Testing

@Suite("SystemCallError")
struct SystemCallErrorTests {
    @Test(
        "A limit that is reached is told with the remedy",
        arguments: [
            (EMFILE, "ulimit -n"), (ENFILE, "fs.file-max"), (EAGAIN, "ulimit -u"), (ENOMEM, "ulimit -v"),
            (EFBIG, "ulimit -f"), (ENOSPC, "free some space"), (EDQUOT, "free some space"),
            (ENOBUFS, "free some memory"),
        ] as [(Int32, String)])
    func remedies(code: Int32, remedy: String) {
        let error = SystemCallError("opening it", code: code)
        #expect(error.description.hasPrefix("opening it failed: \(error.reason); "))
        #expect(error.remedy?.contains(remedy) == true)
    }

    @Test("Another error is told in the system's words alone")
    func other() {
        #expect(SystemCallError("opening it", code: EACCES).description == "opening it failed: Permission denied")
        #expect(SystemCallError.reason(of: 5000) == "error 5000")
    }
}
