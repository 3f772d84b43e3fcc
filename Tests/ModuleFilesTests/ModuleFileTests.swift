import Glibc
import HostLog
import ModuleFiles
import TestSupport
import Testing

@Suite("Examining a module file")
struct ModuleFileTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test("A well-formed module passes, and says what it is")
    func wellFormed() throws {
        let path = try folder.library("faults/well_formed.c", to: "libgreeting.so")
        let file = try ModuleFile.examine(path: path)
        #expect(file.path == path && file.name == "greeting")
        #expect(file.entry == .plain)
        #expect(file.notes.map(\.language) == [.c])
        #expect(file.notices == [])
        #expect(file.contentHash == SHA256.hexadecimal(of: try FileBytes.read(path).bytes))
        #expect(linkerComplaint(path) == nil)
    }

    @Test(
        "A module is named after its file unless it is given a name",
        arguments: [
            ("a/libauth.so", "auth"), ("auth.so", "auth"), ("auth.so.1.2", "auth"), ("libauth-2.so", "auth-2"),
            ("lib.so", "lib.so"), (".so", ".so"), ("auth", "auth"), ("auth.so.old", "auth.so.old"),
            ("my.auth.so", "my.auth"), ("dir.so/mod.so", "mod"),
        ])
    func names(path: String, name: String) {
        #expect(ModuleFile.derivedName(path) == name)
    }

    @Test("A given name is taken as it is, and refused if it could not stand in a log line")
    func givenNames() throws {
        let path = try folder.library("faults/well_formed.c")
        #expect(try ModuleFile.examine(path: path, name: "Auth 2").name == "Auth 2")
        for name in ["", "two\nlines", "\u{1b}[31m", String(repeating: "x", count: 256)] {
            let error = try refusal { try ModuleFile.examine(path: path, name: name) }
            #expect(error == .badName(path: path, name: name))
        }
    }

    @Test("What is read from a private copy is reported under the module's own path")
    func copies() throws {
        let copy = try folder.library("faults/no_entry.c", to: "copy.so")
        let error = try refusal { try ModuleFile.examine(path: "/etc/modules/mine.so", readFrom: copy) }
        #expect(error == .noEntry(path: "/etc/modules/mine.so"))
    }

    @Test("A file that cannot be read is refused by what stands in the way")
    func files() throws {
        let none = folder.file("none.so")
        #expect(try refusal { try ModuleFile.examine(path: none) } == .noSuchFile(path: none))
        #expect(
            try refusal { try ModuleFile.examine(path: folder.path) } == .directory(path: folder.path))
        #expect(try refusal { try ModuleFile.examine(path: "/dev/null") } == .notRegular(path: "/dev/null"))
        let empty = try folder.write([], to: "empty.so")
        #expect(try refusal { try ModuleFile.examine(path: empty) } == .empty(path: empty))
        #expect(symlink("loop.so", folder.file("loop.so")) == 0)
        guard case .unreadable = try refusal({ try ModuleFile.examine(path: folder.file("loop.so")) }) else {
            Issue.record("A link to itself was read")
            return
        }
    }

    @Test("A file without read permission is refused", .enabled(if: geteuid() != 0, "root may read everything"))
    func permission() throws {
        let path = try folder.library("faults/well_formed.c")
        #expect(chmod(path, 0) == 0)
        #expect(
            try refusal { try ModuleFile.examine(path: path) }
                == .unreadable(path: path, code: EACCES))
    }

    @Test("A program, an object file and a static library are told apart from a shared one")
    func kinds() throws {
        let pie = try folder.compile("faults/program.c", to: "pie", ["-fPIE", "-pie", "-rdynamic"])
        #expect(try refusal { try ModuleFile.examine(path: pie) } == .executable(path: pie))
        let fixed = try folder.compile("faults/program.c", to: "fixed", ["-fno-PIE", "-no-pie", "-rdynamic"])
        #expect(try refusal { try ModuleFile.examine(path: fixed) } == .executable(path: fixed))
        let object = try folder.compile("faults/program.c", to: "program.o", ["-c"])
        #expect(try refusal { try ModuleFile.examine(path: object) } == .objectFile(path: object))
    }

    @Test(
        "Each fault is refused by its own case",
        arguments: [
            ("no_entry.c", LoadError.noEntry(path: "")),
            ("hidden_entry.c", .hiddenEntry(path: "")),
            ("entry_is_data.c", .entryIsData(path: "", symbol: "RegisterModule")),
            ("short_note.c", .damagedNote(path: "")),
            ("wrong_contract.c", .contractMismatch(path: "", module: ContractVersion(major: 2, minor: 0))),
            ("later_contract.c", .contractMismatch(path: "", module: ContractVersion(major: 1, minor: 7))),
            ("two_notes.c", .contractMismatch(path: "", module: ContractVersion(major: 3, minor: 1))),
            ("wide_wchar_2.c", .wideCharacterSize(path: "", bytes: 2)),
            ("other_swift.c", .swiftVersion(path: "", module: "5.10.1")),
            ("static_swift_runtime.c", .staticSwiftRuntime(path: "")),
            ("stripped_swift_runtime.c", .staticSwiftRuntime(path: "")),
            ("executable_stack.c", .executableStack(path: "", headerMissing: false)),
        ])
    func faults(source: String, expected: LoadError) throws {
        let path = try folder.library("faults/\(source)")
        let error = try refusal { try ModuleFile.examine(path: path) }
        #expect(error.description.contains(path))
        #expect(error.reason == expected.reason)
    }

    @Test("A file that says nothing about its stack is judged as the loader judges it")
    func noStackHeader() throws {
        var bytes = try FileBytes.read(try folder.library("faults/well_formed.c")).bytes
        let table = Int(bytes[32])
        for header in 0..<Int(bytes[56]) where bytes[(table + header * 56)...].starts(with: [0x51, 0xe5, 0x74, 0x64]) {
            bytes[table + header * 56] = 0x50
        }
        let path = try folder.write(bytes, to: "headless.so")
        #if arch(x86_64)
        #expect(
            try refusal { try ModuleFile.examine(path: path) } == .executableStack(path: path, headerMissing: true))
        #else
        #expect(try ModuleFile.examine(path: path).image.stackFlags == nil)
        #endif
    }

    @Test("Both numbers stand in the refusal of a foreign contract, and both versions in that of a foreign Swift")
    func bothNumbers() throws {
        let contract = try refusal { try folder.examine("faults/wrong_contract.c") }.description
        #expect(contract.contains("version 2.0") && contract.contains("has \(ContractVersion.current)"))
        let swift = try refusal { try folder.examine("faults/other_swift.c") }.description
        #expect(swift.contains("5.10.1") && swift.contains(HostToolchain.swiftVersion))
    }
}
