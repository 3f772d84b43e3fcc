import HostLog
import ModuleFiles
import TestSupport
import Testing

@Suite("Notices about a module that loads")
struct ModuleFileNoticesTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func notice(_ source: String, _ flags: [String] = []) throws -> String {
        let notices = try folder.examine("faults/\(source)", flags).notices
        #expect(notices.count == 1, "\(notices)")
        return notices.first ?? ""
    }

    @Test("A module without a note loads with a notice")
    func withoutNote() throws {
        #expect(try notice("without_note.c").contains("no modhost note"))
    }

    @Test("The C++ name of the entry is accepted second, with a notice")
    func mangled() throws {
        let file = try folder.examine("faults/cxx_mangled_entry.cpp")
        #expect(file.entry == .mangled)
        #expect(file.notices.contains { $0.contains("C++ name") })
    }

    @Test("A variable that all modules share is named, unless it was compiled not to be shared")
    func unique() throws {
        #expect(try notice("unique_symbol.cpp").contains("_ZZN7CounterIiE6sharedEvE5value"))
        #expect(try folder.examine("faults/unique_symbol.cpp", ["-fno-gnu-unique", "-Os"]).notices == [])
    }

    @Test("Static thread-local variables, the Go runtime and relocated code each have a notice")
    func others() throws {
        #expect(try notice("static_tls.c", ["-DSIZE=8"]).contains("thread-local"))
        #expect(try notice("go_runtime.c").contains("Go runtime"))
        #expect(try notice("text_relocation.c").contains("DT_TEXTREL"))
    }
}
