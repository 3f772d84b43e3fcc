import ModuleTesting
import TestSupport
import Testing

@Suite("What modules see of a request")
struct ObjectTests {
    private func probe(
        _ transport: Transport, _ source: String, _ request: TestRequest, _ check: (Answer) -> Void
    ) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add(source, as: "a")]) { running in
            check(try await running.respond(to: request))
            #expect(running.log.problems == [])
        }
    }

    private func expect(_ report: [String: String], _ expected: [String: String]) {
        for (name, value) in expected { #expect(report[name] == value, "\(name)") }
    }

    @Test("Fields and method of the request", arguments: Transport.allCases)
    func requestFields(transport: Transport) async throws {
        let headers = [("X-One", "1"), ("User-Agent", "tests"), ("Cookie", "a=1")]
        try await probe(transport, "request_fields.c", .get("/", headers: headers)) { answer in
            expect(
                answer.report,
                [
                    "by name": "1", "its length": "1", "absent": "(null)", "absent length": "0", "by id": "tests",
                    "beyond": "(null)", "beyond length": "0", "far beyond": "(null)", "null name": "(null)",
                    "append": "0x00000000", "appended": "1, 2", "replaced": "thre", "by id after name": "probe",
                    "in the struct": "probe", "cookies": "a=1; b=2", "delete": "0x00000000", "deleted": "(null)",
                    "delete again": "0x00000000", "deleted by id": "(null)", "CR": "0x8007000D", "LF": "0x8007000D",
                    "NUL": "0x8007000D", "CR by id": "0x8007000D", "space in name": "0x80070057",
                    "colon in name": "0x80070057", "no name": "0x80070057", "null value": "0x80070057",
                    "after refusals": "(null)", "large": "0x00000000", "larger": "0x8007000D",
                    "its length after": "40000", "method": "GET", "verb": "4", "set method": "0x00000000",
                    "method after": "PURGE", "verb after": "1", "unknown verb": "PURGE", "bad method": "0x80070057",
                    "version": "1.1", "site": "1", "family": "2", "url changed": "0",
                ])
        }
    }

    @Test("Status and fields of the response", arguments: Transport.allCases)
    func responseFields(transport: Transport) async throws {
        try await probe(transport, "response_fields.c", .get("/")) { answer in
            expect(
                answer.report,
                [
                    "at first": "200.0 OK/2 0x00000000 - 0x0 0", "403": "403.14 Forbidden/9 0x80070005 a 0x80 1",
                    "in the struct": "403 Forbidden", "99": "0x80070057", "1000": "0x80070057",
                    "no reason": "0x80070057", "blank reason": "0x80070057", "split reason": "0x80070057",
                    "description": "a &lt; b", "cleared": "200.0 OK/2 0x00000000 - 0x0 0",
                    "field after Clear": "(null)", "description after Clear": "(null)", "chunks after Clear": "0",
                    "field after ClearHeaders": "(null)", "its length": "0", "joined": "Accept, Cookie",
                    "cookie": "a=1", "delete": "0x00000000", "delete absent": "0x00000000",
                    "delete by id": "0x00000000", "delete beyond": "0x00000000", "CR": "0x8007000D",
                    "LF": "0x8007000D", "NUL": "0x8007000D", "LF by id": "0x8007000D", "LF in name": "0x80070057",
                    "bad id": "0x80070057", "after refusals": "(null)", "headers sent": "0",
                ])
            #expect(answer.status == 299)
            #expect(answer.reason == "Kept")
            #expect(answer.values(of: "Set-Cookie") == ["a=1", "b=2", "c=3"])
            #expect(answer.values(of: "WWW-Authenticate") == ["Basic realm=\"x, y\"", "Negotiate"])
            #expect(answer.values(of: "Vary") == ["Accept, Cookie"])
            #expect(answer.values(of: "X-List") == ["1, 2"])
            #expect(answer["X-Gone"] == nil)
            #expect(answer["X-Two"] == nil)
        }
    }

    @Test("The raw structs are live in both directions", arguments: Transport.allCases)
    func rawStructs(transport: Transport) async throws {
        let headers = [("Host", "example.org:81"), ("User-Agent", "tests"), ("X-Odd-1", "one"), ("X-Odd-2", "two")]
        let request = TestRequest("POST", "/a/b?c=d", headers: headers, body: Array("body".utf8))
        let folder = try ModuleFolder()
        // One that reports before it edits cannot answer by its edits, so the report goes by reference of the module.
        try await RunningModules.with(transport, [try folder.add("raw_structs.c", as: "a")]) { running in
            let answer = try await running.respond(to: request)
            #expect(answer.status == 299)
            #expect(answer.reason == "Raw")
            #expect(answer["X-Raw"] == "yes")
            #expect(answer["ETag"] == "\"raw\"")
            #expect(answer["X-Added"] == "too")
            #expect(answer.text.hasPrefix("chunk of the module\n"))
            // Checked functions cannot split a response, and neither can the struct.
            #expect(answer["X-Bad"] == nil)
            #expect(answer["X-Split"] == nil)
            expect(
                answer.report,
                [
                    "same": "1", "raw url": "/a/b?c=d", "full url": "http://example.org:81/a/b?c=d",
                    "host": "example.org:81", "path": "/a/b", "query": "?c=d", "one text": "1", "version": "1.1",
                    "verb": "6", "family": "2", "more entity": "1", "user agent": "tests", "by name": "yes",
                    "add": "0x00000000", "count": "3",
                ])
            #expect(answer.text.contains("unknown=X-Odd-1: one\nunknown=X-Odd-2: two\n"))
        }
    }

    @Test("Chunks: copies, references in front and behind, ranges of files", arguments: Transport.allCases)
    func entityChunks(transport: Transport) async throws {
        try await probe(transport, "entity_chunks.c", .get("/")) { answer in
            #expect(answer.text == "REFERENCED copied copied REFERENCED 234789 refused")
        }
    }

    @Test("Server variables in both widths", arguments: Transport.allCases)
    func variables(transport: Transport) async throws {
        let request = TestRequest(
            "POST", "/v%20w?q=1", headers: [("Host", "h:8"), ("X-One", "x"), ("Content-Type", "text/x")],
            body: [1, 2, 3])
        try await probe(transport, "variables.c", request) { answer in
            let url = transport == .socket ? "/v w" : "/v%20w"
            let unknown = "0x80070585 0 0 1"
            expect(
                answer.report,
                [
                    "REQUEST_METHOD": "POST", "URL": url, "URL wide": url, "QUERY_STRING": "q=1", "HTTP_HOST": "h:8",
                    "HTTP_X_ONE": "changed", "HEADER_X-One": "x", "SERVER_PORT_SECURE": "0", "HTTPS": "off",
                    "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "REMOTE_ADDR wide": "127.0.0.1",
                    "APP_POOL_ID": "DefaultAppPool", "INSTANCE_ID": "1", "APPL_MD_PATH": "/LM/W3SVC/1/ROOT",
                    "CONTENT_LENGTH": "3", "CONTENT_TYPE": "text/x", "AUTH_TYPE": "", "SERVER_SOFTWARE": "modhost",
                    "HTTP_ABSENT": unknown, "NO_SUCH_ONE": unknown, "": unknown, "my_variable": "gr\u{FC}n \u{1F40C}",
                    "my_variable wide": "gr\u{FC}n \u{1F40C}", "REMOTE_USER": "somebody", "set": "0x00000000",
                    "take away": "0x00000000", "MY_VARIABLE": unknown, "null name": "0x80070057",
                    "physical path": "/srv/www\(url)",
                ])
            #expect(answer.report["differs"] == nil)
        }
    }

    @Test("Redirect makes an absolute Location and drops the entity", arguments: Transport.allCases)
    func redirects(transport: Transport) async throws {
        let cases: [(to: String, extra: [String], status: Int, location: String)] = [
            ("/new", [], 302, "http://test/new"), ("new", [], 302, "http://test/a/new"),
            ("https://else.where/x", [], 302, "https://else.where/x"),
            ("/new", ["X-Params"], 302, "http://test/new?q=1"),
            ("/new?p=0", ["X-Params"], 302, "http://test/new?p=0&q=1"),
            ("/new", ["X-Keep"], 308, "http://test/new"),
        ]
        for example in cases {
            let headers = [("X-To", example.to)] + example.extra.map { ($0, "1") }
            try await probe(transport, "redirects.c", .get("/a/b?q=1", headers: headers)) { answer in
                #expect(answer.status == example.status)
                #expect(answer["Location"] == example.location)
                #expect(answer["X-Split"] == nil)
                #expect(answer.text == "")
            }
        }
    }

    @Test("A user that a module set is the exchange's until its end", arguments: Transport.allCases)
    func users(transport: Transport) async throws {
        let folder = try ModuleFolder()
        try await RunningModules.with(transport, [try folder.add("authenticates.c", as: "a")]) { running in
            let anonymous = try await running.respond(to: .get("/")).report
            expect(anonymous, ["user": "1", "name": "", "type": "", "variable": "", "type variable": ""])
            #expect(folder.record == [])
            let headers = [("X-First-User", "first"), ("X-User", "second")]
            let named = try await running.respond(to: .get("/", headers: headers)).report
            expect(
                named,
                [
                    "name": "second", "type": "Probe", "variable": "second", "type variable": "Probe",
                    "role": "0x80004001",
                ])
            #expect(folder.record == ["a user first gone", "a user second gone"])
        }
    }

    @Test("In RegisterModule the module has its id, its name and the trace context, and may register once")
    func registration() async throws {
        try await probe(.direct, "registration.c", .get("/")) { answer in
            expect(
                answer.report,
                [
                    "version": "a0000", "name": "a", "id": "1", "trace": "1", "twice": "0x800700B7",
                    "no factory": "0x80070057", "no global": "0x80070057", "no table": "0x80070057",
                    "alias": "0x00000000", "odd alias": "0x80070057", "no alias": "0x80070057", "name later": "a",
                    "id later": "1", "later": "0x8000FFFF", "priority later": "0x8000FFFF", "server": "0x00000000",
                    "context": "0x00000000", "same context": "1", "unrelated": "0x80004002", "no unrelated": "1",
                    "pool": "DefaultAppPool", "bitness": "1", "bitness known": "1", "managed": "0", "odd": "0",
                    "odd unknown": "1",
                ])
        }
    }

    @Test("dynamic_cast finds the most derived interface of each family", arguments: Transport.allCases)
    func downcasts(transport: Transport) async throws {
        try await probe(transport, "downcasts.cpp", .get("/")) { answer in
            #expect(answer.report.count == 31)
            for (name, found) in answer.report { #expect(found == "1", "\(name)") }
            #expect(answer["X-Send-Response-Provider"] == "1")
        }
    }
}
