import ModuleTesting
import TestSupport

extension Answer {
    /// What ModuleTesting gave.
    init(_ response: TestResponse) {
        self.init(
            status: response.status, reason: response.reason, headers: response.headers, body: response.body)
    }
}

extension Client {
    /// Sends one request and reads its answer. The connection stays open if both sides let it.
    func respond(to request: TestRequest) throws -> Answer {
        try send(request)
        return try receiveWhole(isHead: request.method == "HEAD")
    }

    /// Sends a request as a client of ModuleTesting means it.
    func send(_ request: TestRequest) throws {
        var head = "\(request.method) \(request.target) HTTP/1.1\r\n"
        if !request.headers.contains(where: { $0.name.lowercased() == "host" }) { head += "Host: test\r\n" }
        for header in request.headers { head += "\(header.name): \(header.value)\r\n" }
        if let body = request.body { head += "Content-Length: \(body.count)\r\n" }
        try send(Array((head + "\r\n").utf8) + (request.body ?? []))
    }
}
