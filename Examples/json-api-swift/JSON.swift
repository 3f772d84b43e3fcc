// JSON.swift - bodies in JSON, and errors as clients of an API expect them.
import FoundationEssentials
import ModuleKit

/// What went wrong, in words for the client, who gets `{"error": "..."}`.
struct Problem: Error {
    let status: Int
    let message: String
    var headers: [String: String] = [:]
}

extension HttpContext {
    /// The body of the request as a value.
    nonisolated(nonsending) func decodeBody<Value: Decodable>(_ type: Value.Type) async throws -> Value {
        // Without this check the forms of other sites could send what is taken for JSON.
        let contentType = request.headers["Content-Type"]?.lowercased() ?? ""
        guard contentType.prefix(while: { $0 != ";" && $0 != " " }) == "application/json" else {
            throw Problem(status: 415, message: "The body has to be application/json.")
        }
        do {
            let body = try await request.body(limit: 64 << 10)
            return try JSONDecoder().decode(type, from: Data(body))
        } catch let error as ModuleError {
            // Longer than the limit: what the kit says of it, as JSON.
            throw Problem(status: error.status, message: error.description)
        } catch is DecodingError {
            throw Problem(status: 400, message: "The body is not what this path takes.")
        }
    }

    /// Answers with a value.
    nonisolated(nonsending) func respond(_ status: Int, _ value: some Encodable) async throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let body = try encoder.encode(value)
        response.setStatus(status)
        response.headers["Content-Type"] = "application/json"
        try await response.write(Array(body) + [UInt8(ascii: "\n")])
    }

    /// Answers with what went wrong.
    nonisolated(nonsending) func respond(_ problem: Problem) async throws {
        for (name, value) in problem.headers { response.headers[name] = value }
        try await respond(problem.status, ["error": problem.message])
    }
}
