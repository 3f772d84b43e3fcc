import Glibc
import TestSupport
import Testing

@Suite("Files that cannot be modules", .serialized)
struct RefusedFilesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// `serve` and `check` with one file say the same sentence; returns it.
    private func refused(_ path: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> String {
        let serve = try Refusal(["serve", "--listen", "127.0.0.1:0", path], in: folder, sourceLocation: sourceLocation)
        let check = try Refusal(["check", path], in: folder, sourceLocation: sourceLocation)
        #expect(serve.sentence == check.sentence, sourceLocation: sourceLocation)
        #expect(serve.sentence.contains(path), "\(serve.sentence)", sourceLocation: sourceLocation)
        return serve.sentence
    }

    @Test("No such file")
    func missing() throws {
        #expect(try refused(folder.file("none.so")).contains("there is no such file"))
    }

    @Test("A directory")
    func directory() throws {
        #expect(try refused(folder.makeFolder("folder.so")).contains("it is a directory"))
    }

    @Test("An empty file")
    func empty() throws {
        #expect(try refused(folder.write([], to: "empty.so")).contains("it is empty"))
    }

    @Test("A file that is no ELF file")
    func text() throws {
        #expect(try refused(folder.write("#!/bin/sh\nexit 0\n".utf8, to: "script.so")).contains("it is a script"))
    }

    @Test("A program")
    func program() throws {
        let path = try folder.compile("faults/program.c", to: "program.so", ["-rdynamic"])
        #expect(try refused(path).contains("it is a program, not a shared library"))
    }

    @Test("A file for another machine, or of another class")
    func otherMachine() throws {
        try folder.module("faults/well_formed.c")
        var bytes = try folder.read("well_formed.so")
        bytes[18] = 243
        #expect(try refused(folder.write(bytes, to: "machine.so")).contains("it is for another machine (RISC-V"))
        bytes = try folder.read("well_formed.so")
        bytes[4] = 1
        #expect(try refused(folder.write(bytes, to: "class.so")).contains("it is for another machine ("))
    }

    @Test("A file that was cut off")
    func truncated() throws {
        try folder.module("faults/well_formed.c")
        let bytes = try folder.read("well_formed.so")
        #expect(try refused(folder.write(bytes[..<(bytes.count / 2)], to: "half.so")).contains("it is truncated"))
        #expect(try refused(folder.write(bytes[..<40], to: "head.so")).contains("it is truncated"))
    }

    @Test("A library without RegisterModule")
    func noEntry() throws {
        #expect(try refused(folder.module("faults/no_entry.c")).contains("it exports no RegisterModule"))
    }

    @Test("A library that uses names which nothing defines: they are named")
    func undefinedSymbols() throws {
        let sentence = try refused(folder.module("faults/undefined_symbol.c"))
        #expect(sentence.contains("nothing defines ") && sentence.contains("nobody_defines_this"), "\(sentence)")
        #expect(sentence.contains("nor_this"), "\(sentence)")
    }

    @Test("A library that needs one which is missing: it is named")
    func missingLibrary() throws {
        let flags = ["-shared", "-fPIC", "-Wl,-soname,libgone.so"]
        let library = try folder.compile("faults/neighbour.c", to: "libgone.so", flags)
        let path = try folder.module("faults/needs_library.c", ["-L.", "-lgone"])
        unlink(library)
        #expect(try refused(path).contains("it needs the library libgone.so, which cannot be opened"))
    }

    @Test(
        "A library for another contract, another WCHAR or another Swift",
        arguments: [
            ("wrong_contract.c", "it was built for version 2.0 of the module contract and this host has 1."),
            ("later_contract.c", "it was built for version 1.7 of the module contract and this host has 1."),
            ("wide_wchar_2.c", "its WCHAR has 2 bytes and this host's has 4"),
            ("other_swift.c", "it was built by Swift 5.10.1 and this host by Swift "),
            ("executable_stack.c", "it asks for an executable stack"),
        ])
    func contract(source: String, reason: String) throws {
        let sentence = try refused(folder.module("faults/\(source)"))
        #expect(sentence.contains(reason), "\(sentence)")
    }

    @Test("A file that this user may not read", .enabled(if: OtherUser.canRunTheProgram, OtherUser.requirement))
    func unreadable() throws {
        try folder.module("faults/well_formed.c")
        chmod(folder.file("well_formed.so"), 0)
        let refusal = try Refusal(["check", folder.file("well_formed.so")], in: folder, by: OtherUser.prefix)
        #expect(refusal.sentence.contains("it cannot be read (Permission denied)"), "\(refusal.sentence)")
    }

    @Test("The same file twice, by name or by content")
    func sameFile() throws {
        let path = try folder.module("faults/well_formed.c")
        let copy = try folder.write(folder.read("well_formed.so"), to: "copy.so")
        symlink("well_formed.so", folder.file("link.so"))
        for other in [path, copy, folder.file("link.so")] {
            let sentence = try Refusal(["check", path, other], in: folder).sentence
            #expect(sentence.contains("they are the same file"), "\(sentence)")
        }
    }

    @Test("The same name twice, from files or from the command line")
    func sameName() throws {
        let one = try folder.module("faults/well_formed.c")
        let two = try folder.module("crashes/healthy.c", as: "other")
        let sentence = try Refusal(["check", "--module", "one=\(one)", "--module", "one=\(two)"], in: folder).sentence
        #expect(sentence.contains("the name one is taken by "), "\(sentence)")
        _ = try folder.makeFolder("below")
        let three = try folder.write(folder.read("other.so"), to: "below/well_formed.so")
        #expect(try Refusal(["check", one, three], in: folder).sentence.contains("the name well_formed is taken by "))
    }
}

/// A user who may read less than root does: root may read everything.
enum OtherUser {
    static let requirement: Comment = "run as root, this needs setpriv and a build folder that everyone may enter"

    /// What runs a program as that user.
    static let prefix = geteuid() == 0 ? ["/usr/bin/setpriv", "--reuid=65534", "--clear-groups"] : []

    static let canRunTheProgram: Bool = {
        guard geteuid() == 0 else { return true }
        guard let path = try? Program.path(),
            let run = try? RunningProcess(prefix[0], Array(prefix.dropFirst()) + [path, "--version"])
        else { return false }
        return (try? run.end()) == .exited(code: 0)
    }()
}
