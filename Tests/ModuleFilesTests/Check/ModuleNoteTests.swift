import ModuleFiles
import TestSupport
import Testing

@Suite("The note in a module")
struct ModuleNoteTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test("The assembled note is read field by field")
    func fields() throws {
        let image = try ELFImage(bytes: try FileBytes.read(try folder.library("faults/other_swift.c")).bytes)
        let (notes, isDamaged) = ModuleNote.all(in: image)
        let note = try #require(notes.first)
        #expect(notes.count == 1 && !isDamaged)
        #expect(note.contract == .current)
        #expect(note.wideCharacterSize == ContractVersion.wideCharacterSize)
        #expect(note.language == .swift)
        #expect(note.swiftVersion == "5.10.1")
    }

    @Test("A descriptor that is too short is no note, and one that is longer is")
    func sizes() {
        let descriptor: [UInt8] = [1, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 2, 0, 0, 0] + [UInt8](repeating: 0, count: 16)
        #expect(ModuleNote(descriptor: Array(descriptor.dropLast())) == nil)
        #expect(ModuleNote(descriptor: descriptor)?.language == .cPlusPlus)
        #expect(ModuleNote(descriptor: descriptor + [1, 2, 3, 4])?.swiftVersion == "")
    }

    @Test("A language without a name here is not an error")
    func unknownLanguage() {
        var descriptor = [UInt8](repeating: 0x41, count: 32)
        descriptor[12] = 200
        #expect(ModuleNote(descriptor: descriptor)?.language == nil)
        #expect(ModuleNote(descriptor: descriptor)?.swiftVersion == String(repeating: "A", count: 16))
    }

    @Test("A host accepts its own major version up to its own minor one")
    func contract() {
        let host = ContractVersion(major: 1, minor: 3)
        for minor: UInt32 in 0...3 { #expect(host.accepts(ContractVersion(major: 1, minor: minor))) }
        #expect(!host.accepts(ContractVersion(major: 1, minor: 4)))
        #expect(!host.accepts(ContractVersion(major: 0, minor: 0)))
        #expect(!host.accepts(ContractVersion(major: 2, minor: 0)))
    }
}

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
