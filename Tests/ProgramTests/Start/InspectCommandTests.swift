import TestSupport
import Testing

@testable import Program

@Suite("modhost inspect")
struct InspectCommandTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test("A module is described, and the call succeeds")
    func module() throws {
        try folder.copy("build/plain.c", to: "module.c")
        let (text, status) = try folder.run("$modhost build module.c -o module.so && $modhost inspect module.so")
        #expect(status == 0, "\(text)")
        for line in ["  language    C\n", "  entry       RegisterModule\n", "  can be loaded: yes\n"] {
            #expect(text.contains(line))
        }
    }

    @Test("One file that cannot be loaded makes the call fail, and all are described")
    func several() throws {
        try folder.write("nothing", to: "nothing.so")
        let (text, status) = try folder.run("$modhost inspect nothing.so none.so")
        #expect(status == 1)
        #expect(text.hasPrefix("nothing.so\n"))
        #expect(text.contains("\n\nnone.so\n"))
        #expect(text.hasSuffix("there is no such file; check the path.\n"))
    }
}
