import ModuleTesting

/// What a client got, whichever way it asked.
struct Answer: Sendable {
    var status: Int
    var reason: String
    var headers: [(name: String, value: String)]
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }

    /// All values of a field, in order.
    func values(of name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    subscript(name: String) -> String? { values(of: name).first }

    /// The lines `name=value` of a probe's report.
    var report: [String: String] {
        var report: [String: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            report[String(line[..<equals])] = String(line[line.index(after: equals)...])
        }
        return report
    }
}

extension Answer {
    init(_ response: TestResponse) {
        self.init(
            status: response.status, reason: response.reason, headers: response.headers, body: response.body)
    }
}
