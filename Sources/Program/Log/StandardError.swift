import Glibc

/// Where everything goes that is not the answer to a question: reasons for failing, and the log.
enum StandardError {
    private static let stream = LogStream(STDERR_FILENO)

    /// Writes one line whole. Never waits for whoever reads; see ``LogStream``. Any thread.
    static func write(_ line: String) { stream.write(line) }

    /// Says why the program fails: one line with one sentence, whatever an error's text looks like.
    static func write(reason: String) {
        let line = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
        write("modhost: " + line + (line.hasSuffix(".") ? "" : "."))
    }

    /// Gives what still waits for its reader a last chance of a second. Called last, before the process exits.
    static func flush() { stream.flush() }
}
