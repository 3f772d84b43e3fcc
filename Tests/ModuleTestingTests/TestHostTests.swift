import ModuleHost
import ModuleTesting
import TestSupport
import Testing

@Suite("A host without a network")
struct TestHostTests {
    @Test("It loads files by their paths and answers requests from many tasks at once")
    func requests() async throws {
        let folder = try ModuleFolder()
        let module = try folder.add("bodies.c", as: "bodies")
        let host = try TestHost(module.image)
        let texts = await withTaskGroup(of: (Int, String).self) { group in
            for number in 0..<200 {
                group.addTask { (number, await host.respond(to: .post("/sync", "body \(number)")).text) }
            }
            return await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
        }
        for number in 0..<200 { #expect(texts[number] == "body \(number)") }
        host.unload()
    }

    @Test("A request reaches modules as it was written")
    func asWritten() async throws {
        let folder = try ModuleFolder()
        let host = try TestHost(try folder.add("variables.c", as: "variables").image, root: "/srv/other/")
        let headers = [("X-One", "1"), ("Content-Type", "text/x")]
        let request = TestRequest("PUT", "/a%20b?c=%20d", headers: headers, body: [])
        let text = await host.respond(to: request).text
        for line in [
            "REQUEST_METHOD=PUT", "URL=/a%20b", "QUERY_STRING=c=%20d", "HTTP_HOST=test", "CONTENT_LENGTH=0",
            "CONTENT_TYPE=text/x", "physical path=/srv/other/a%20b",
        ] {
            #expect(text.contains(line + "\n"), "\(line)")
        }
        host.unload()
    }

    @Test("Trailers reach a module behind the body, and come back behind the entity")
    func trailers() async throws {
        let folder = try ModuleFolder()
        let host = try TestHost(try folder.add("trailers.c", as: "trailers").image)
        var request = TestRequest.post("/", "hello")
        request.trailers = [("X-One", "1"), ("X-Two", "2")]
        let response = await host.respond(to: request)
        #expect(response.text == "5 bytes, remaining 0, X-One=1 X-Two=2 ")
        #expect(response.trailers.map { "\($0.name)=\($0.value)" } == ["X-Count=2"])
        let without = await host.respond(to: .get("/"))
        #expect(without.text == "0 bytes, remaining 0, ")
        #expect(without.trailers.isEmpty)
        host.unload()
    }

    @Test("A response tells status, reason, fields, pushes and resets")
    func response() async throws {
        let folder = try ModuleFolder()
        let host = try TestHost(try folder.add("recorder.c", as: "recorder").image)
        let orders = "recorder.OnExecuteRequestHandler=status:299+entity:one +flush+entity:two+finish"
        let response = await host.respond(to: .get("/", headers: [("X-Do", orders)]))
        #expect(response.status == 299)
        #expect(response.reason == "Of a module")
        #expect(response.text == "one two")
        #expect(response.pushes == 2)
        #expect(!response.wasReset)
        let unanswered = await host.respond(to: .get("/"))
        #expect(unanswered.status == 404)
        #expect(unanswered[header: "CONTENT-TYPE"] == "text/plain; charset=utf-8")
        #expect(unanswered.pushes == 1)
        host.unload()
        let resetting = try TestHost(try folder.add("output.c", as: "output").image)
        let reset = await resetting.respond(to: .get("/reset"))
        #expect(reset.wasReset)
        #expect(reset.status == 0)
        resetting.unload()
    }

    @Test("Unloading raises STOP_LISTENING and APPLICATION_STOP and terminates in reverse order")
    func unload() throws {
        let folder = try ModuleFolder()
        let first = try folder.add("recorder.c", as: "first")
        let second = try folder.add("recorder.c", as: "second", ["global 0"])
        let host = try TestHost(first.image, second.image)
        host.unload()
        #expect(
            folder.record == [
                "first OnGlobalApplicationStart", "first OnGlobalStopListening graceful=1",
                "first OnGlobalApplicationStop",
                "second Terminate factory", "first Terminate global", "first Terminate factory",
            ])
    }

    @Test("The pipeline is printed with names and priorities")
    func pipeline() throws {
        let folder = try ModuleFolder()
        let settings = ["global 0", "mask 1", "post 0", "priority 1 HIGH"]
        let host = try TestHost(try folder.add("recorder.c", as: "recorder", settings).image)
        #expect(host.pipeline.contains("OnBeginRequest"))
        #expect(host.pipeline.contains("recorder  priority HIGH, number 1 in the list"))
        host.unload()
    }

    @Test(
        "A file that cannot be loaded is named in one sentence", arguments: ["/no/such/file.so", "/dev/null", "/tmp"])
    func failure(path: String) throws {
        let failure = #expect(throws: TestHost.LoadFailure.self) { try TestHost(path) }
        let sentence = failure?.description ?? ""
        #expect(sentence.contains(path))
        #expect(!sentence.contains("\n"))
    }
}
