import ModuleKit
import ModuleTesting
import OperatingSystem
import TestSupport
import Testing

@Suite("Module types of the test's own package")
struct ModuleTypeTests {
    private struct Hello: HttpModule, OnExecuteRequestHandler {
        func onExecuteRequestHandler(_ context: HttpContext) throws -> NotificationStatus {
            guard context.request.path == "/swift" else { return .continue }
            context.response.setStatus(200)
            context.response.write("Hello from a type")
            return .finishRequest
        }
    }

    private struct Signature: HttpModule, OnBeginRequest {
        func onBeginRequest(_ context: HttpContext) throws -> NotificationStatus {
            context.response.headers["X-Signed"] = "by a type"
            return .continue
        }
    }

    private struct Nothing: HttpModule {}

    private final class Started: GlobalModule, OnGlobalApplicationStart {
        static let record = Lock<[String]>([])

        func onGlobalApplicationStart(_ application: Application) throws -> GlobalNotificationStatus {
            Self.record.withLock { $0.append("start") }
            return .continue
        }

        func terminate() { Self.record.withLock { $0.append("terminate") } }
    }

    @Test("A module type answers without a file, in one host after the other")
    func type() async throws {
        for _ in 0..<2 {
            let text = try await TestHost.with(Hello.self) { host in
                #expect(await host.respond(to: .get("/other")).status == 404)
                #expect(host.pipeline.contains("Hello"))
                return await host.respond(to: .get("/swift")).text
            }
            #expect(text == "Hello from a type")
        }
    }

    @Test("Types, functions and files run in the order of the list")
    func mixed() async throws {
        let folder = try ModuleFolder()
        let file = try folder.add("variables.c", as: "variables").image
        let function = TestModule.function("signature") { Signature.register($0, $1, $2) }
        try await TestHost.with(.type(Hello.self, name: "first"), .file(file, name: "last"), function) { host in
            let own = await host.respond(to: .get("/swift"))
            #expect(own.text == "Hello from a type")
            #expect(own[header: "x-signed"] == "by a type")
            let others = await host.respond(to: .get("/other"))
            #expect(others.text.contains("URL=/other\n"))
            #expect(others.values(of: "X-Signed") == ["by a type"])
            #expect(host.pipeline.contains("first"))
            #expect(host.pipeline.contains("last"))
        }
    }

    @Test("A global module type starts with the host and is terminated with it, also when the test throws")
    func global() async throws {
        struct Failure: Error {}
        await #expect(throws: Failure.self) {
            try await TestHost.with(.type(global: Started.self)) { _ in throw Failure() }
        }
        #expect(Started.record.withLock { $0 } == ["start", "terminate"])
    }

    @Test("A type that cannot be registered is named with the reason")
    func refusal() async throws {
        let failure = await #expect(throws: TestHost.LoadFailure.self) {
            try await TestHost.with(Nothing.self) { _ in }
        }
        let sentence = failure?.description ?? ""
        #expect(sentence.hasPrefix("Nothing: its RegisterModule returned"))
        #expect(sentence.contains("conforms to the protocol of no notification"))
    }
}
