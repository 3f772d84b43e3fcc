import Foundation
import TestSupport
import Testing

@testable import GenerateModuleHeaders

@Suite("The facts of the contract")
struct FactsTests {
    /// A mistake in one file of the facts, and the sentence that refuses it.
    struct Mistake: Sendable, CustomTestStringConvertible {
        let file: String
        let old: String
        let new: String
        let sentence: String

        init(_ file: String, _ old: String, _ new: String, _ sentence: String) {
            (self.file, self.old, self.new, self.sentence) = (file, old, new, sentence)
        }

        var testDescription: String { sentence }
    }

    private static let mistakes = [
        Mistake(
            "fields", "request 25 |", "request 26 |", "facts/fields.txt: Cookie has the number 26, but is number 25 of"),
        Mistake(
            "fields", "both 19 | HttpHeaderLastModified | Last-Modified\n", "",
            "Accept has the number 20, but is number 19"),
        Mistake(
            "fields", "| Cookie", "| Expect", "facts/fields.txt: 'expect' stands there twice; remove one of the two"),
        Mistake("fields", "| Cookie", "| Coo:kie", "'Coo:kie' is not a name of 2 to 24 letters, digits and hyphens"),
        Mistake(
            "fields", "both 0 | HttpHeaderCacheControl |", "both 0 |", "fields.txt:6: expected 'both NUMBER | C NAME |"),
        Mistake("fields", "both 0 |", "all 0 |", "fields.txt:6: 'all' is not one of both, request, response"),
        Mistake("fields", "both 0 |", "both zero |", "fields.txt:6: 'zero' is not a number of 32 bits"),
        Mistake(
            "verbs", "verb 4 | HttpVerbGET | GET\n", "",
            "facts/verbs.txt: HttpVerbHEAD has the number 5, but is number 4"),
        Mistake("verbs", "| GET", "| Get", "'Get' is not a method of 3 to 24 capitals"),
        Mistake(
            "notifications", "stage 0x00000004", "stage 0x00001000",
            "RQ_AUTHORIZE_REQUEST is stage 2 and does not have bit 2"),
        Mistake("notifications", "stage 0x00000004", "stage 0x00000006", "0x00000006 is not a single bit"),
        Mistake("notifications", "OnPostLogRequest", "OnPostEndRequest", "are not the slots 20 and 21 of CHttpModule"),
        Mistake(
            "notifications", "| OnMapPath", "", "no notification is delivered to CHttpModule::OnMapPath: add its line"),
        Mistake("notifications", "| OnMapPath", "| OnMapPaths", "CHttpModule has no slot OnMapPaths"),
        Mistake(
            "notifications", "global 0x00020000 | GL_SUSPEND_PROCESS | OnSuspendProcess\n", "",
            "no notification is delivered to CGlobalModule::OnSuspendProcess: add its line"),
        Mistake(
            "notifications", "    Raised by a module.", "    Raised by a",
            "the documentation breaks off at 'Raised by a'"),
        Mistake("calls", "0x00F00005", "0x00F00003", "facts/calls.txt: '15728643' stands there twice"),
        Mistake(
            "calls", "0x00F00005", "0x00800000", "the number of Dispose has a single bit, as that of a notification"),
        Mistake("contract", "server 10 | 0", "version 10 | 0", "contract.txt:14: 'version' stands there twice"),
        Mistake("contract", "wide 4", "wide four", "contract.txt:15: 'four' is not a number of 32 bits"),
        Mistake("contract", "| 32", "| 48", "the descriptor of the note has 48 bytes; four numbers and a text make 32"),
        Mistake("contract", "language 2", "language 1", "facts/contract.txt: '1' stands there twice"),
        Mistake("contract", "| CXX |", "| CPP |", "there is no language with the C name CXX"),
        Mistake("contract", "swift 6 | 5", "swift 6 | 4", "Swift 6.4 stands below one that is not older"),
        Mistake("contract", "swift 6 | 5", "swift 6 | 10", "Swift 6.10 has a number of two digits"),
        Mistake("traces", "level 3 |", "level 4 |", "facts/traces.txt: WARNING has the number 4, but is number 3"),
        Mistake("statuses", "status 200", "status 20", "facts/statuses.txt: 20 is not a status of HTTP"),
    ]

    @Test("A wrong or missing fact is refused in a sentence", arguments: mistakes)
    func refused(mistake: Mistake) throws {
        let copy = try DescriptionCopy()
        try copy.edit("facts/\(mistake.file).txt", replacing: mistake.old, with: mistake.new)
        let error = #expect(throws: DescriptionError.self) { try Generator(root: copy.path).run(checkOnly: true) }
        #expect(error?.description.contains(mistake.sentence) == true, "\(error?.description ?? "no error")")
    }

    @Test(
        "A number that was promised is refused when it changes",
        arguments: [
            (
                "notifications", "0x20000000 | RQ_SEND_RESPONSE", "0x02000000 | RQ_SEND_RESPONSE",
                "value RQ_SEND_RESPONSE 0x20000000u"
            ),
            ("fields", "HttpHeaderCookie", "HttpHeaderCookies", "enum HTTP_HEADER_ID HttpHeaderCookie=25"),
            ("verbs", "HttpVerbGET", "HttpVerbGET2", "enum HTTP_VERB HttpVerbGET=4"),
            ("traces", "| START", "| BEGIN", "value HTTP_TRACE_LEVEL_START 6u"),
            ("contract", "wide 4", "wide 2", "type WCHAR 4"),
        ])
    func lockRefuses(file: String, old: String, new: String, line: String) throws {
        let copy = try DescriptionCopy()
        try copy.edit("facts/\(file).txt", replacing: old, with: new)
        let error = #expect(throws: DescriptionError.self) { try Generator(root: copy.path).run(checkOnly: true) }
        #expect(error?.description.contains("'\(line)' no longer holds") == true, "\(error?.description ?? "no error")")
    }

    @Test(
        "A file of a family that nothing reads is refused",
        arguments: [
            ("facts/cookies.txt", "facts/cookies.txt is not listed in FactsFile"),
            ("sockets.txt", "interfaces/sockets.txt is not listed in Family.order"),
        ])
    func forgottenFamily(file: String, sentence: String) throws {
        let copy = try DescriptionCopy()
        try copy.add(file, "# nothing\n")
        let error = #expect(throws: DescriptionError.self) { try Generator(root: copy.path).run(checkOnly: true) }
        #expect(error?.description.contains(sentence) == true, "\(error?.description ?? "no error")")
    }

    @Test("Facts that the layouts do not promise are refused")
    func forgottenPromise() throws {
        let copy = try DescriptionCopy()
        try copy.edit("layouts.txt", replacing: "facts verbs\n", with: "")
        let error = #expect(throws: DescriptionError.self) { try Generator(root: copy.path).run(checkOnly: true) }
        #expect(error?.description.contains("layouts.txt does not promise 'facts verbs': add that line") == true)
    }

    @Test("A slot whose provider the kit does not know is refused")
    func unknownProvider() throws {
        let copy = try DescriptionCopy()
        try copy.edit("module.txt", replacing: "IReadEntityProvider *", with: "IOtherProvider *")
        let generator = Generator(root: copy.path)
        let contract = try generator.readContract()
        let facts = try generator.readFacts()
        let error = #expect(throws: DescriptionError.self) { try KitNotifications(facts: facts, contract: contract) }
        #expect(error?.description.hasPrefix("the kit does not know IOtherProvider") == true)
    }

    @Test("A new field at the end reaches the headers, the codec, the border, the host and the kit")
    func newField() throws {
        let copy = try DescriptionCopy()
        try copy.edit(
            "facts/fields.txt", replacing: "| WWW-Authenticate\n",
            with: "| WWW-Authenticate\nresponse 30 | HttpHeaderAltSvc | Alt-Svc\n")
        // The number of fields is a promise too.
        try FileManager.default.removeItem(atPath: "\(copy.path)/\(LockFile.path)")
        let outputs = try Generator(root: copy.path).outputs()
        let expected = [
            ("include/modhost/header_ids.h", "HttpHeaderAltSvc = 30,"),
            ("HTTPCodec/Generated/ResponseHeaderID.swift", "case altSvc = 30"),
            ("CModuleBorder/Generated/KnownNames.c", "[HttpHeaderAltSvc] = {\"Alt-Svc\", 7}"),
            ("ModuleHost/Message/Generated/HeaderNames+IDs.swift", "static let altSvc = 30"),
            ("ModuleKit/Generated/KnownHeaderNames.swift", "\"Alt-Svc\""),
            ("CModuleHeaders/layout.c", "HttpHeaderAltSvc == 30"),
        ]
        for (path, text) in expected {
            #expect(outputs.contains { $0.path.hasSuffix(path) && $0.text.contains(text) }, "\(path)")
        }
    }

    @Test("A new version of the contract reaches the headers, the loader and the note of the kit")
    func newVersion() throws {
        let copy = try DescriptionCopy()
        try copy.edit("facts/contract.txt", replacing: "version 1 | 0", with: "version 1 | 23")
        let outputs = try Generator(root: copy.path).outputs()
        let expected = [
            ("include/modhost/contract.h", "#define MODHOST_CONTRACT_MINOR 23\n"),
            ("Generated/ContractVersion+Current.swift", "ContractVersion(major: 1, minor: 23)"),
            ("ModuleKit/Generated/RegisterModule.swift", "0x0074736f, 1, 23, 4, 3, 0x2e33"),
        ]
        for (path, text) in expected {
            #expect(outputs.contains { $0.path.hasSuffix(path) && $0.text.contains(text) }, "\(path)")
        }
    }

    @Test("A new level of traces reaches the headers, the host and the kit, and a mark not the kit")
    func newLevel() throws {
        let copy = try DescriptionCopy()
        try copy.edit(
            "facts/traces.txt", replacing: "mark 7 | END\n", with: "mark 7 | END\nlevel 8 | FINE\nmark 9 | PAUSE\n")
        let outputs = try Generator(root: copy.path).outputs()
        let texts = ["include/modhost/trace_levels.h", "Generated/TraceLevel.swift", "Generated/LogLevel.swift"].map {
            name in outputs.first { $0.path.hasSuffix(name) }?.text ?? ""
        }
        #expect(texts[0].contains("#define HTTP_TRACE_LEVEL_FINE 8u"))
        #expect(texts[1].contains("case fine = 8\n") && texts[1].contains("case pause = 9\n"))
        #expect(texts[2].contains("case fine = 8\n") && !texts[2].contains("pause"))
    }

    @Test("Names become names in Swift as one would write them")
    func swiftNames() throws {
        let facts = try Generator(root: Repository.root).readFacts()
        let fields = facts.requestFields + facts.ownResponseFields
        for name in ["contentMD5", "te", "eTag", "wwwAuthenticate", "ifNoneMatch"] {
            #expect(fields.contains { $0.swiftName == name }, "\(name)")
        }
        #expect(facts.globals.map(\.swiftName).contains("rscaQuery"))
        #expect(facts.globals.map(\.swiftName).contains("suspendProcess"))
        #expect(facts.verbs.map(\.swiftName).starts(with: ["unparsed", "unknown", "invalid", "options"]))
    }
}
