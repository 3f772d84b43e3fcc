import TestSupport
import Testing

@Suite("Why a module did not register", .serialized)
struct RegistrationReasonTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// What serve and check say of a module that registers in way `how`; the same for both.
    private func sentence(_ how: Int) throws -> String {
        let path = try folder.module("crashes/register_explains.c", as: "explains\(how)", ["-DHOW=\(how)"])
        let check = try Refusal(["check", path], in: folder).sentence
        let serve = try Refusal(["serve", "--listen", "127.0.0.1:0", path], in: folder).sentence
        #expect(check == serve)
        #expect(check.hasPrefix("\(path): its RegisterModule returned 0x80"))
        return String(check.dropFirst("\(path): its RegisterModule returned ".count))
    }

    @Test("The first error that it traces is its reason")
    func reason() throws {
        #expect(
            try sentence(1) == "0x80004005 (unspecified failure) and said: /etc/well.conf is missing; "
                + "mend the module, or remove it from the list of modules.")
    }

    @Test("A reason is one line of bounded length, whatever is in it")
    func hostileReason() throws {
        let sentence = try sentence(2)
        #expect(sentence.contains(" and said: one two\\u{1b}[31m\\u{202e}.yxxxx"), "\(sentence)")
        #expect(sentence.contains("x …; mend the module"))
        #expect(sentence.count < 700)
    }

    @Test(
        "The first call that was refused is named, with what was wrong about it",
        arguments: [
            (3, "SetRequestNotifications was refused: pModuleFactory is NULL"),
            (
                4,
                "SetPriorityForRequestNotification was refused: its priority is \"URGENT\" and not one of FIRST, HIGH, "
                    + "MEDIUM, LOW and LAST"
            ),
            (5, "SetPriorityForRequestNotification was refused: pszPriority is NULL"),
            (7, "SetRequestNotifications was refused: the module has given a factory before"),
            (8, "SetGlobalNotifications was refused: pGlobalModule is NULL"),
        ])
    func refusedCall(how: Int, refusal: String) throws {
        let sentence = try sentence(how)
        #expect(sentence.contains("); its call of \(refusal); mend the module, or remove"), "\(sentence)")
    }

    @Test("A reason and a refused call make one sentence")
    func both() throws {
        #expect(
            try sentence(6).hasPrefix(
                "0x80070057 (one of the arguments is invalid) and said: half a factory; its call of "
                    + "SetRequestNotifications was refused: the table of pModuleFactory lacks GetHttpModule or "
                    + "Terminate; "
            ))
    }

    @Test("A refused call that the module did not look at is in the log")
    func refusalIgnored() throws {
        let module = try folder.module("crashes/register_explains.c", ["-DHOW=9"])
        let server = try RunningServer([module], in: folder)
        try server.process.errorLine(
            "module \"register_explains\" has registered, but its call of SetRequestNotifications was refused")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A Swift type that names no notification is told in the kit's words")
    func swift() throws {
        let path = try folder.swiftModule("forgets")
        let sentence = try Refusal(["check", path], in: folder).sentence
        #expect(
            sentence.contains(
                " and said: Forgets conforms to the protocol of no notification: name those of its methods, such as "
                    + "OnExecuteRequestHandler, where the type is declared; mend the module, or remove"), "\(sentence)")
    }

    @Test("Settings that do not fit their section are told in the kit's words")
    func settings() throws {
        let sentence = try Refusal(["check", try folder.swiftModule("misfits")], in: folder).sentence
        #expect(
            sentence.contains(
                " and said: system.webServer/directoryBrowse, showFlags: \"Date, Time, Size, Extension\" is not true or "
                    + "false; mend the module, or remove"), "\(sentence)")
    }
}
