import Foundation
import TestSupport
import Testing

@testable import GenerateModuleHeaders

@Suite("The generator")
struct GeneratorTests {
    @Test("Everything that the description gives is up to date")
    func upToDate() throws {
        let stale = try Generator(root: Repository.root).run(checkOnly: true)
        #expect(stale.isEmpty, "stale: \(stale); run 'swift run GenerateModuleHeaders' and commit what it writes")
    }

    @Test("A check names the stale file and leaves it alone")
    func checkWritesNothing() throws {
        let copy = try DescriptionCopy()
        let page = "\(copy.path)/Documentation/interfaces.md"
        try FileManager.default.createDirectory(
            atPath: "\(copy.path)/Documentation", withIntermediateDirectories: true)
        try Data("old".utf8).write(to: URL(fileURLWithPath: page))
        let stale = try Generator(root: copy.path).run(checkOnly: true)
        #expect(stale.contains("Documentation/interfaces.md"))
        #expect(try String(contentsOfFile: page, encoding: .utf8) == "old")
    }

    @Test("What one run has written, the next one finds up to date")
    func idempotent() throws {
        let copy = try DescriptionCopy()
        #expect(try !Generator(root: copy.path).run(checkOnly: false).isEmpty)
        #expect(try Generator(root: copy.path).run(checkOnly: false).isEmpty)
    }

    @Test(
        "A slot that was moved, removed or changed is refused with the line of the lock",
        arguments: [
            ("slot void | ClearHeaders | |", "slot void | ClearTheHeaders | |", "IHttpResponse 11 ClearHeaders"),
            ("slot void | SetNeedDisconnect | |", "", "IHttpResponse 12 SetNeedDisconnect"),
            ("slot void | SuppressHeaders | |", "slot BOOL | SuppressHeaders | |", "IHttpResponse 16 SuppressHeaders"),
            ("iid 0822c871", "iid 0822c872", "interface IHttpResponse2 : IHttpResponse 0822c871"),
        ])
    func lockRefuses(old: String, new: String, line: String) throws {
        let copy = try DescriptionCopy()
        try copy.edit("response.txt", replacing: old, with: new)
        let error = #expect(throws: DescriptionError.self) { try Generator(root: copy.path).run(checkOnly: true) }
        #expect(error?.description.contains("'\(line)") == true, "\(error?.description ?? "no error")")
    }

    @Test("A size that has changed is refused by the lock")
    func lockRefusesSizes() throws {
        let copy = try DescriptionCopy()
        try copy.edit("layouts.txt", replacing: "struct HTTP_REQUEST 864", with: "struct HTTP_REQUEST 872")
        let error = #expect(throws: DescriptionError.self) { try Generator(root: copy.path).run(checkOnly: true) }
        #expect(error?.description.contains("'struct HTTP_REQUEST 864' no longer holds") == true)
    }

    @Test("A slot may be added at the end, and the lock takes it up")
    func lockGrows() throws {
        let copy = try DescriptionCopy()
        let path = "\(copy.path)/CModuleHeaders/interfaces/completion.txt"
        let text = try String(contentsOfFile: path, encoding: .utf8)
        let addition = "\ninterface IHttpCompletionInfo3 : IHttpCompletionInfo2\nslot DWORD | GetNothing | | const\n"
        try Data((text + addition).utf8).write(to: URL(fileURLWithPath: path))
        _ = try Generator(root: copy.path).run(checkOnly: false)
        let lock = try String(contentsOfFile: "\(copy.path)/\(LockFile.path)", encoding: .utf8)
        #expect(lock.contains("\nIHttpCompletionInfo3 3 GetNothing DWORD()\n"))
    }

    @Test(
        "A mistake in a description is named with its file and line",
        arguments: [
            ("slot void | A\n", "t.txt:2: a slot has four columns"),
            ("slot void | A | | sometimes\n", "t.txt:2: 'sometimes' is not one of"),
            ("by nobody\n", "t.txt:2: 'by nobody' is not one of host, module, either"),
            ("slut void | A | |\n", "t.txt:2: 'slut' is not one of interface, class"),
            ("slot void | A | DWORD |\n", "t.txt:2: 'DWORD' is not a type and a name"),
        ])
    func mistakes(text: String, message: String) {
        let error = #expect(throws: DescriptionError.self) {
            try DescriptionParser.parse("interface IThing\n" + text, file: "t.txt")
        }
        #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "no error")")
    }

    @Test(
        "Documentation that breaks off is refused with the name of what it describes",
        arguments: [
            ("    Does this and", "IThing breaks off at 'Does this and'"),
            ("    Does.\nslot void | A | |\n    Does it.\n    Returns: S_OK; E_FAIL when", "IThing::A breaks off"),
            ("    Does.\nslot void | A | |\n    Does it.\n    Owner: the\n    Returns: S_OK.", "IThing::A breaks off"),
            ("    Does.\nslot void | A | |\n    Does it,\n\n    and that.", "IThing::A breaks off"),
            ("    Does.\nslot void | A | |\n    Does it.\n    Thread: [any], while", "IThing::A breaks off"),
        ])
    func brokenOffDocumentation(text: String, message: String) {
        let error = #expect(throws: DescriptionError.self) {
            try DescriptionParser.parse("interface IThing\n" + text, file: "t.txt")
        }
        #expect(error?.description.contains(message) == true, "\(error?.description ?? "no error")")
    }

    @Test("A term alone, and the name of what a slot corresponds to, need no full stop")
    func wholeDocumentation() throws {
        let text =
            "interface IThing\nslot void | A | |\n    Does it.\n    Thread: [any]\n    Corresponds to: A(int,\n        int)"
        #expect(try DescriptionParser.parse(text, file: "t.txt")[0].slots[0].documentation.count == 4)
    }

    @Test("A convention that breaks off is refused with its term")
    func brokenOffConvention() throws {
        let whole = try Conventions("## A\n\nTerm  Its meaning\n      in full.\n", file: "c.txt")
        #expect(whole.sections[0].terms[0].meaning == "Its meaning in full.")
        let error = #expect(throws: DescriptionError.self) {
            try Conventions("## A\n\nFirst  Whole.\nTerm   Its meaning or\n", file: "c.txt")
        }
        #expect(error?.description.hasPrefix("c.txt: the meaning of 'Term' breaks off at 'Its meaning or'") == true)
    }

    @Test("An interface whose base is not described is refused")
    func unknownBase() throws {
        let interfaces = try DescriptionParser.parse("interface IThing2 : IThing\n", file: "t.txt")
        #expect(throws: DescriptionError.self) { try Contract(families: [Family(name: "t", interfaces: interfaces)]) }
    }
}
