import Glibc
import ModuleTesting
import Testing

/// Loads the module as a server does, and asks it without a network.
@Suite("The module", .serialized)
struct GreetingTests {
    /// The module that was built together with these tests: it lies beside them.
    private static func module() throws -> String {
        let path = try #require(realpath("/proc/self/exe", nil))
        defer { free(path) }
        let tests = String(cString: path)
        return tests[...(tests.lastIndex(of: "/") ?? tests.startIndex)] + "libGreeting.so"
    }

    @Test("It greets in the client's language, and says so")
    func greeting() async throws {
        let host = try TestHost(Self.module())
        let response = await host.respond(to: .get("/greet", headers: [("Accept-Language", "fr-CA, en;q=0.5")]))
        #expect(response.status == 200)
        #expect(response.text == "Bonjour\n")
        #expect(response[header: "Content-Language"] == "fr")
        #expect(response[header: "Vary"] == "Accept-Language")
        #expect(await host.respond(to: .get("/greet")).text == "Good day\n")
        host.unload()
    }

    @Test("It leaves other paths to other modules")
    func others() async throws {
        let host = try TestHost(Self.module())
        #expect(await host.respond(to: .get("/greet/me")).status == 404)
        host.unload()
    }
}
