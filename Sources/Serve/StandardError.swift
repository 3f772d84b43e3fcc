import Glibc

/// Where everything goes that is not the answer to a question: reasons for failing, and the log.
enum StandardError {
    /// Writes one line whole.
    static func write(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = Glibc.write(STDERR_FILENO, bytes, bytes.count)
    }
}
