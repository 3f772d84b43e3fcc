import Glibc
import TestSupport
import Testing

@Suite("Arguments that are refused", .serialized)
struct RefusedFlagsTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(
        "A wrong argument gives one sentence, which shows it, and exit code 2",
        arguments: [
            (["serve", "--bogus"], "--bogus"),
            (["serve", "--listen", "nonsense"], "cannot listen on \"nonsense\": it has no port"),
            (
                ["serve", "--listen", "localhost:8080"],
                "\"localhost\" is no IPv4 address; write 127.0.0.1:8080 for this machine"
            ),
            (["serve", "--listen", "example:8080"], "\"example\" is no IPv4 address, and names are not looked up"),
            (
                ["serve", "--listen", "8080"],
                "it is a port alone; write 127.0.0.1:8080 for this machine alone, or 0.0.0.0:8080"
            ),
            (["serve", "--listen", ":8080"], "it has no address; write 127.0.0.1:8080"),
            (["serve", "--port", "8080"], "there is no --port; write --listen 127.0.0.1:8080, or 0.0.0.0:8080"),
            (["serve", "--listen", "127.0.0.1:99999"], "\"99999\" is no port"),
            (["serve", "--listen", "::1:8080"], "an IPv6 address needs brackets"),
            (["serve", "--listen", "unix:relative.sock"], "the path of a socket must be absolute"),
            (["serve", "--listen"], "--listen"),
            (["serve", "--workers", "0"], "--workers takes a number from 1 to 1024, not 0"),
            (["serve", "--workers", "x"], "'x'"),
            (["serve", "--threads", "x"], "'x'"),
            (["serve", "--threads", "0"], "--threads takes a number from 1 to 256, not 0"),
            (["serve", "--module", "hello.so"], "--module takes NAME=PATH"),
            (["serve", "--module", "=hello.so"], "not '=hello.so'"),
            (["serve", "--module", "hello="], "not 'hello='"),
            (["serve", "--start-limit", "0"], "--start-limit takes a number from 1 to 3600, not 0"),
            (["serve", "--access-log-format", "x"], "--access-log-format takes w3c, combined or json, not 'x'"),
            (["serve", "--trust-proxy", "nobody"], "\"nobody\" is no IPv4 or IPv6 address"),
            (["serve", "--symlinks", "some"], "'some'"),
            (["serve", "--limit", "body"], "--limit takes NAME=NUMBER, such as --limit body=1g, not 'body'"),
            (["serve", "--limit", "bodies=1"], "--limit does not know 'bodies'"),
            (["serve", "--limit", "headers=0"], "--limit headers=0: this limit cannot be 0"),
            (["serve", "--execution", "hello"], "such as --execution hello=pool, not 'hello'"),
            (["serve", "--execution", "hello=fast"], "NAME=auto, NAME=inline or NAME=pool, such as"),
            (["check", "--execution", "=pool"], "not '=pool'"),
            (["serve", "--execution", "a=pool", "--execution", "a=auto"], "names the module 'a' twice; say once"),
            (["serve", "--proxy-protocol"], "--proxy-protocol needs --trust-proxy"),
            (["check", "--bogus"], "--bogus"),
            (["inspect"], "<files>"),
            (["frobnicate"], "frobnicate"),
        ])
    func wrongUse(arguments: [String], part: String) throws {
        let sentence = try Refusal(arguments, in: folder, code: 2).sentence
        #expect(sentence.contains(part), "\(sentence)")
        #expect(sentence.hasSuffix(" --help'."), "\(sentence)")
    }

    @Test("An address in use gives one sentence and exit code 1, with one socket or several")
    func inUse() throws {
        let server = try RunningServer([], in: folder)
        let port = server.addresses[0].port
        let other = try TemporaryFolder()
        for threads in ["1", "2"] {
            let arguments = ["serve", "--listen", "127.0.0.1:\(port)", "--threads", threads]
            let sentence = try Refusal(arguments, in: other).sentence
            #expect(sentence.contains("listen on 127.0.0.1:\(port): another process listens there"), "\(sentence)")
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A socket file in use, and a file that is no socket, are left alone")
    func socketFiles() throws {
        let server = try RunningServer(["--listen", "unix:\(folder.file("server.sock"))"], in: folder)
        let other = try TemporaryFolder()
        let used = try Refusal(["serve", "--listen", "unix:\(folder.file("server.sock"))"], in: other).sentence
        #expect(used.contains("another process listens there"), "\(used)")
        #expect(try server.get("/").status == 404)
        let file = try other.write("precious".utf8, to: "file")
        #expect(try Refusal(["serve", "--listen", "unix:\(file)"], in: other).sentence.contains("no socket"))
        #expect(try other.text("file") == "precious")
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("Help and version are answers: on standard output, with exit code 0", arguments: ["--help", "--version"])
    func answers(option: String) throws {
        let process = try Program.start([option], in: folder)
        #expect(try process.end() == .exited(code: 0))
        #expect(process.output.contains("modhost") && process.errors.isEmpty)
    }
}
