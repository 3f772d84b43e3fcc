/// Writes the file of the kit with `register` and the note, whose words have to be literals.
struct KitNote {
    let facts: Facts

    func file() -> GeneratedFile {
        let language = facts.languages.first { $0.cName == "SWIFT" }
        let numbers = [
            facts.version.major, facts.version.minor, facts.wideSize, language?.number ?? 0,
        ]
        let owner = Array(facts.note.owner.utf8) + [0]
        let head =
            ["\(owner.count)", "\(facts.note.size)", "\(facts.note.type)"] + Self.words(owner)
            + numbers.map { "\($0)" }
        let count = head.count + 4
        var lines = [
            "// \(Layout.banner("facts/contract.txt"))", "",
            Self.register, "",
            "// What the module says of itself to the host, readable without running any of its code: an ELF note of the",
            "// owner \"\(facts.note.owner)\" with type \(facts.note.type). Contract "
                + "\(facts.version.major).\(facts.version.minor), a WCHAR of \(facts.wideSize) bytes, language "
                + "\(language?.number ?? 0) (Swift), and the compiler's version.",
            Self.reason, "",
            "/// Name size, descriptor size, type, the name and a zero; contract, WCHAR, language; 16 bytes of version text.",
            "private typealias NoteWords = (",
        ]
        lines += Layout.filled([String](repeating: "UInt32", count: count), indent: 4, tail: "") + [")", ""]
        lines += SwiftLadder(releases: facts.swiftReleases).lines(indent: 0) { version in
            var text = Array(version.utf8)
            text += [UInt8](repeating: 0, count: 16 - text.count)
            return [
                "@section(\"\(facts.note.section)\") @used",
                "private let note: NoteWords = (\((head + Self.words(text)).joined(separator: ", ")))",
            ]
        }
        return GeneratedFile(
            "Sources/ModuleKit/Generated/RegisterModule.swift", (lines + [""]).joined(separator: "\n"))
    }

    /// Bytes as words of 32 bits, little-endian, with zeros up to a whole word.
    private static func words(_ bytes: [UInt8]) -> [String] {
        stride(from: 0, to: bytes.count, by: 4).map { start in
            let word = bytes[start..<min(start + 4, bytes.count)].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            return word == 0 ? "0" : "0x\(Layout.digits(word, 8))"
        }
    }

    private static let register = """
        // What an author's RegisterModule calls, and the note that every module carries. They share a file because a linker
        // takes object files out of a library whole: a module that calls `register` gets the note. Hence also `@inline(never)`,
        // without which the call could be replaced by what it does.

        extension HttpModule {
            /// Registers the module: the one line in an author's `RegisterModule`.
            ///
            /// Subscribes to the notifications whose protocols the type conforms to. Answers a failure, which keeps the worker
            /// from serving, if the type conforms to none, or if the host refuses a part of it.
            @inline(never)
            public static func register(
                _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
            ) -> RegistrationResult {
                Subscription.answer(registration, server) { registration in
                    try Subscription.make(self, registration, server)
                }
            }
        }

        extension GlobalModule {
            /// Registers a module that has only a global part: the one line in its author's `RegisterModule`.
            ///
            /// A module that also takes part in requests names its global part in `HttpModule.globalModule` instead.
            @inline(never)
            public static func register(
                _ version: ServerVersion, _ registration: ModuleRegistration?, _ server: Server?
            ) -> RegistrationResult {
                Subscription.answer(registration, server) { registration in
                    try GlobalModuleObject.subscribe(self, registration, server)
                }
            }
        }
        """

    private static let reason = """
        //
        // A Swift module has to come from the compiler that the host came from. It does if this note says so: a compiler reads
        // only those .swiftmodule files that it wrote itself, so what compiled the kit has compiled the module too. The ladder
        // exists because a compiler tells its patch level to `#if compiler` alone, and because what stands in a section has to
        // be literals. It stops the build at a compiler that it does not know, instead of guessing.
        """
}
