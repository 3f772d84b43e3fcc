import Glibc

/// Where everything goes that is not the answer to a question: reasons for failing, and the log.
enum StandardError {
    /// Writes one line whole.
    static func write(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }

    /// Says why the program fails: one line with one sentence, whatever an error's text looks like.
    static func write(reason: String) {
        let line = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
        write("modhost: " + line + (line.hasSuffix(".") ? "" : "."))
    }
}
