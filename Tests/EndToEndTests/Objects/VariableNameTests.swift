import ModuleTesting
import TestSupport
import Testing

/// Two names of header fields that differ in `-` and `_` are two fields: a proxy that strips one from what clients send does
/// not strip the other.
@Suite("Names of server variables")
struct VariableNameTests {
    private func report(
        _ transport: Transport, _ headers: [(name: String, value: String)]
    ) async throws -> [String: String] {
        let folder = try ModuleFolder()
        return try await RunningModules.with(transport, [try folder.add("variable_names.c", as: "a")]) { running in
            try await running.respond(to: TestRequest("GET", "/", headers: headers, body: nil)).report
        }
    }

    @Test(
        "An underscore in HTTP_NAME is a hyphen of the field, in HEADER_NAME it is itself",
        arguments: Transport.allCases)
    func twoNames(transport: Transport) async throws {
        let both = try await report(
            transport, [("X_Remote_User", "evil"), ("X-Remote-User", "proxy"), ("Content-Type", "text/x")])
        let expected = [
            "HTTP_X_REMOTE_USER": "proxy", "http_x_remote_user": "proxy", "HEADER_X_REMOTE_USER": "evil",
            "HEADER_x_remote_user": "evil", "HEADER_X-Remote-User": "proxy", "HTTP_CONTENT_TYPE": "text/x",
            "HEADER_Content-Type": "text/x", "HEADER_Content_Type": "(none)", "HTTP_COOKIE": "(none)",
            "HTTP_": "(none)", "HEADER_": "(none)",
        ]
        for (name, value) in expected { #expect(both[name] == value, "\(name)") }

        let one = try await report(
            transport, [("X_Remote_User", "evil"), ("Content_Type", "evil"), ("X_Odd-Name", "odd")])
        #expect(one["HTTP_X_REMOTE_USER"] == "(none)")
        #expect(one["HTTP_CONTENT_TYPE"] == "(none)")
        #expect(one["HEADER_Content_Type"] == "evil")
        #expect(one["HTTP_X_ODD_NAME"] == "(none)")
        #expect(one["HEADER_X_Odd-Name"] == "odd")
    }

    @Test("ALL_HTTP holds what HTTP_NAME answers, and ALL_RAW all fields as they came", arguments: Transport.allCases)
    func all(transport: Transport) async throws {
        let report = try await report(transport, [("X_Remote_User", "evil"), ("X-Remote-User", "proxy")])
        let http = try #require(report["ALL_HTTP"])
        #expect(http.contains("|HTTP_X_REMOTE_USER:proxy|") || http.hasPrefix("HTTP_X_REMOTE_USER:proxy|"), "\(http)")
        #expect(!http.contains("evil"), "\(http)")
        let raw = try #require(report["ALL_RAW"])
        #expect(raw.contains("X_Remote_User: evil<|") && raw.contains("X-Remote-User: proxy<|"), "\(raw)")
    }
}
