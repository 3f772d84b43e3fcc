/// Writes what a module was built for: the macros of the headers, and what the host reads in a module's note and holds
/// against itself. The note of the kit is written by `KitNote`.
struct ContractFacts {
    let facts: Facts

    private static let folder = "Sources/ModuleFiles/Check/Generated"
    private static let banner = "// \(Layout.banner("facts/contract.txt"))"

    func files() -> [GeneratedFile] { [header(), note(), toolchain()] }

    /// The promise about WCHAR, as `layouts.txt` would spell it.
    var promise: String { "type WCHAR \(facts.wideSize)" }

    /// `modhost/contract.h`, part of note.h. What the assembler of the note is given has no suffix.
    private func header() -> GeneratedFile {
        let note = facts.note
        let server = facts.server.major << 16 | facts.server.minor
        var lines = [
            "/* The version of the contract. */",
            "#define MODHOST_CONTRACT_MAJOR \(facts.version.major)",
            "#define MODHOST_CONTRACT_MINOR \(facts.version.minor)", "",
            "/* What RegisterModule is told as the server's version. */",
            "#define MODHOST_SERVER_VERSION 0x\(Layout.digits(server, 8))u", "",
            "/* The note of a module. Sizes are in bytes; that of the name counts its zero. */",
            "#define MODHOST_NOTE_SECTION \"\(note.section)\"",
            "#define MODHOST_NOTE_NAME \"\(note.owner)\"",
            "#define MODHOST_NOTE_NAME_SIZE \(note.owner.utf8.count + 1)",
            "#define MODHOST_NOTE_TYPE \(note.type)",
            "#define MODHOST_NOTE_SIZE \(note.size)",
        ]
        lines += facts.languages.map { "#define MODHOST_LANGUAGE_\($0.cName) \($0.number)" }
        return ConstantsHeader.file("contract", from: .contract, lines)
    }

    private func note() -> GeneratedFile {
        var lines = [
            Self.banner, "", "extension ContractVersion {", "    /// What this host offers.",
            "    package static let current = "
                + "ContractVersion(major: \(facts.version.major), minor: \(facts.version.minor))", "",
            "    /// The size of WCHAR in the contract, in bytes.",
            "    package static let wideCharacterSize: UInt32 = \(facts.wideSize)", "}", "",
            "extension ModuleNote {", "    /// What a module's code was written in.",
            "    package enum Language: UInt32, Sendable, CustomStringConvertible {",
        ]
        lines += facts.languages.map { "        case \($0.swiftName) = \($0.number)" }
        lines += ["", "        package var description: String {", "            switch self {"]
        lines += facts.languages.map { "            case .\($0.swiftName): \"\($0.words)\"" }
        lines += [
            "            }", "        }", "    }", "", "    /// The owner that marks a note as ours.",
            "    package static let owner = \"\(facts.note.owner)\"", "    /// The section that holds it.",
            "    package static let section = \"\(facts.note.section)\"", "    /// The type of the one note there is.",
            "    package static let type: UInt32 = \(facts.note.type)",
            "    /// The size of its descriptor in bytes. A later contract may append to it.",
            "    package static let size = \(facts.note.size)", "}", "",
        ]
        return GeneratedFile("\(Self.folder)/ContractVersion+Current.swift", lines.joined(separator: "\n"))
    }

    private func toolchain() -> GeneratedFile {
        var lines = [
            Self.banner, "", "extension HostToolchain {",
            "    /// The version as it stands in the ELF note of a Swift module, such as \"6.3.1\".",
            "    package static let swiftVersion: String = {",
        ]
        lines += SwiftLadder(releases: facts.swiftReleases).lines(indent: 8) { ["return \"\($0)\""] }
        return GeneratedFile(
            "\(Self.folder)/HostToolchain+Version.swift",
            (lines + ["    }()", "}", ""]).joined(separator: "\n"))
    }
}

/// What depends on the version of the compiler, as `#if compiler` tells it: one rung for each patch level, the newest
/// first. A compiler that is older or newer than those it knows stops the build.
struct SwiftLadder {
    let releases: [Facts.Version]

    /// - Parameter rung: what stands in the rung of a version, such as "6.3.1".
    func lines(indent: Int, rung: (String) -> [String]) -> [String] {
        guard let oldest = releases.first, let newest = releases.last else { return [] }
        var lines = [
            "#if compiler(>=\(newest.major).\(newest.minor + 1))",
            "#error(\"This Swift compiler is newer than those in facts/contract.txt: add its release there.\")",
        ]
        for release in releases.reversed() {
            for patch in (0...9).reversed() {
                let version = "\(release.major).\(release.minor).\(patch)"
                lines += ["#elseif compiler(>=\(version))"] + rung(version)
            }
        }
        lines += ["#else", "#error(\"modhost needs Swift \(oldest.major).\(oldest.minor) or later.\")", "#endif"]
        return lines.map { String(repeating: " ", count: indent) + $0 }
    }
}
