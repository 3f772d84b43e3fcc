import ModuleFiles
import TestSupport
import Testing

@Suite("The host's Swift")
struct HostToolchainTests {
    @Test("It is the version that the compiler on the path prints")
    func printed() throws {
        let text = try FinishedProcess.succeeding(["swiftc", "--version"])
        let printed = try #require(text.split(separator: "Swift version ").last?.split(separator: " ").first)
        #expect(HostToolchain.matches(String(printed)), "\(text) against \(HostToolchain.swiftVersion)")
    }

    @Test("A missing patch level is zero, and anything else must be equal")
    func matching() {
        let host = HostToolchain.swiftVersion
        let parts = host.split(separator: ".").compactMap { Int($0) }
        #expect(HostToolchain.matches(host))
        #expect(!HostToolchain.matches("\(parts[0]).\(parts[1]).\(parts[2] + 1)"))
        #expect(!HostToolchain.matches("\(parts[0]).\(parts[1] + 1).\(parts[2])"))
        #expect(HostToolchain.matches("\(parts[0]).\(parts[1])") == (parts[2] == 0))
        for text in ["", "6", "6.x", "6..1", "\(host).0", " \(host)"] {
            #expect(!HostToolchain.matches(text), "\(text)")
        }
    }
}
