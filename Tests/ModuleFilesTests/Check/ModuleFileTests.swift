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
        #expect(
            contract.contains("version \(ContractVersion.current.major + 1).0")
                && contract.contains("has \(ContractVersion.current)"))
        let swift = try refusal { try folder.examine("faults/other_swift.c") }.description
        #expect(swift.contains("5.10.1") && swift.contains(HostToolchain.swiftVersion))
    }
}

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

@Suite("The same module twice")
struct DuplicateModulesTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    @Test("One file twice is refused, by link and by content, unless each has been given a name of its own")
    func sameFile() throws {
        let path = try folder.library("faults/well_formed.c", to: "first.so")
        #expect(symlink("first.so", folder.file("link.so")) == 0)
        let copy = try folder.write(try FileBytes.read(path).bytes, to: "copy.so")
        for other in [path, folder.file("link.so"), copy] {
            let (one, two) = try (
                ModuleFile.examine(path: path, name: "one"), ModuleFile.examine(path: other, name: "two")
            )
            try ModuleFile.refuseDuplicates([one, two])
            let unnamed = try ModuleFile.examine(path: path)
            let error = try refusal { try ModuleFile.refuseDuplicates([unnamed, two]) }
            #expect(error == .sameFileTwice(path: other, name: "two", otherPath: path, otherName: "first"))
        }
    }

    @Test("Two files under one name are refused, and two under two names are not")
    func sameName() throws {
        let first = try folder.library("faults/well_formed.c", to: "first.so")
        let second = try folder.library("faults/without_note.c", to: "second.so")
        let files = [try ModuleFile.examine(path: first), try ModuleFile.examine(path: second)]
        try ModuleFile.refuseDuplicates(files)
        let same = [files[0], try ModuleFile.examine(path: second, name: "first")]
        #expect(
            try refusal { try ModuleFile.refuseDuplicates(same) }
                == .sameNameTwice(name: "first", path: second, otherPath: first))
    }
}

@Suite("Files that are not ELF")
struct ForeignFileKindTests {
    @Test(
        "Each kind is known by its first bytes",
        arguments: [
            (Array("MZ\u{90}\u{0}".utf8), ForeignFileKind.windowsImage),
            ([0xcf, 0xfa, 0xed, 0xfe, 7, 0, 0, 1], .machO),
            (Array("!<arch>\n".utf8), .archive),
            ([0x42, 0x43, 0xc0, 0xde], .bitcode),
            (Array("#!/bin/sh\n".utf8), .script),
            (Array("/* GNU ld script */\n".utf8), .text),
            ([0, 1, 2, 3], .binary),
            ([0x7f], .binary),
        ] as [([UInt8], ForeignFileKind)])
    func kinds(bytes: [UInt8], kind: ForeignFileKind) throws {
        #expect(ForeignFileKind(bytes) == kind)
        let folder = try TemporaryFolder()
        let path = try folder.write(bytes, to: "module.so")
        let error = try refusal { try ModuleFile.examine(path: path) }
        #expect(error == .notELF(path: path, kind: kind))
        #expect(error.description.contains(kind.remedy))
    }
}
