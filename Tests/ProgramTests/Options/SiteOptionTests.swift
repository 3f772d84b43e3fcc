import Glibc
import TestSupport
import Testing

@Suite("The folder of a site", .serialized)
struct SiteOptionTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        _ = try folder.shell(
            "mkdir site secret && touch site/a secret/c && ln -s ../secret site/out && ln -s a site/here")
    }

    private func paths(_ options: [String]) throws -> (answers: [String], errors: String) {
        let root = options.contains("--root") ? [] : ["--root", folder.file("site")]
        let server = try RunningServer(root + options + [folder.module("crashes/tells_path.c")], in: folder)
        let answers = try ["/a", "/none", "/here", "/out/c", "/%2e%2E/secret/c"].map { try server.get($0).text }
        #expect(try server.stop() == .exited(code: 0))
        return (answers, server.process.errors)
    }

    private func file(_ name: String) -> String { folder.file("site/\(name)") }
    private let refused = "400 Bad Request\na path that leads above the root\n"

    @Test("Without more, a link that stays below the root is followed, and one that leads out is told of once")
    func inside() throws {
        let (answers, errors) = try paths([])
        #expect(answers == [file("a"), file("none"), file("here"), "none", refused])
        #expect(
            errors.contains("/out/c is mapped to no file, because a symbolic link below \(folder.file("site")) leads"))
    }

    @Test("All links can be followed, or none")
    func choices() throws {
        #expect(
            try paths(["--symlinks", "any"]).answers == [file("a"), file("none"), file("here"), file("out/c"), refused])
        #expect(try paths(["--symlinks", "none"]).answers == [file("a"), file("none"), "none", "none", refused])
    }

    @Test("A root that is not there, or no folder, is refused by serve and check", arguments: ["serve", "check"])
    func wrongRoot(command: String) throws {
        let missing = try Refusal([command, "--root", "/nowhere"], in: folder).sentence
        #expect(missing == "--root /nowhere: No such file or directory; name a folder that modhost may read.")
        let noFolder = try Refusal([command, "--root", file("a")], in: folder).sentence
        #expect(noFolder == "--root \(file("a")) is no folder; name the folder that holds the site's files.")
    }
}
