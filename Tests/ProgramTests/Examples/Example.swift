import TestSupport

extension TemporaryFolder {
    /// Builds `Examples/<name>` as its README says, once in a test run; returns the path of the module, beside which lies
    /// its schema if it has one.
    func example(_ name: String) throws -> String {
        let folder = "\(Repository.root)/Examples/\(name)"
        let sources = "\(folder)/*"
        try shell("for schema in \(folder)/*_schema.yaml; do test ! -e $schema || cp $schema \(path); done")
        try BuildCache.copy(sources, to: file("\(name).so")) { output in
            let line = "\"$0\" build $(ls -d \(sources) | grep -E '\\.(c|cpp|swift)$') -o \"$1\""
            try FinishedProcess.succeeding(["/bin/sh", "-c", line, Program.path(), output])
        }
        return file("\(name).so")
    }
}

extension RunningServer {
    /// Sends one request and reads the whole answer.
    func ask(
        _ method: String, _ path: String, _ headers: [(String, String)] = [], body: String? = nil
    ) throws -> Answer {
        let client = try Client(addresses[0])
        var head = "\(method) \(path) HTTP/1.1\r\nHost: test\r\nConnection: close\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        if let body { head += "Content-Length: \(body.utf8.count)\r\n" }
        try client.send("\(head)\r\n\(body ?? "")")
        return try client.receiveWhole(isHead: method == "HEAD")
    }

    /// Lines of the log that tell of something that is not as it should be.
    var complaints: [Substring] {
        process.errors.split(separator: "\n").filter { line in
            [" warning ", " error ", " critical "].contains { line.contains($0) }
        }
    }
}

extension Client {
    /// Reads, in as many pieces as it comes in, until `isThere` finds in it what is waited for.
    func read(until isThere: (String) -> Bool) throws -> String {
        var text = ""
        while !isThere(text) {
            guard let more = try read() else { throw TestFailure("the connection ended behind: \(text)") }
            text += more
        }
        return text
    }
}
