import Configuration
import Glibc
import HostLog
import Logging
import OperatingSystem

/// Where the lines of the log go: to standard error, or to a file that all processes of the server append to. Any thread.
final class LogDestination: Sendable {
    private let path: String?
    /// Makes a line of a sentence of this destination's own.
    private let line: @Sendable (String) -> String
    private let file: Lock<LogStream?>
    /// Lines that wait until the process serves: if the start fails, the reason is printed and the log is not. Nil once they do not.
    private let held: Lock<[String]?>

    /// Standard error, or the file that the configuration names, which is opened now, before any module runs. `speaker` is the process
    /// that logs; `isHeld` keeps lines back until `release`.
    init(_ configuration: LogConfiguration, speaker: String, isHeld: Bool = false) throws(LogFileError) {
        path = configuration.path
        line = { LogFormat.line(configuration.format, speaker: speaker, level: "warning", $0) }
        held = Lock(isHeld ? [] : nil)
        guard let path else {
            file = Lock(nil)
            return
        }
        file = Lock(LogStream(owning: try LogFile.open(path, as: LogFile.log), line: line))
    }

    /// Writes a line, or keeps it. Never waits.
    func write(_ line: String) {
        let isOpen = held.withLock { lines in
            lines?.append(line)
            return lines == nil
        }
        if isOpen { put(line) }
    }

    /// Writes what was kept, and everything from now on. Called once, when the process is ready.
    func release() {
        let lines = held.withLock { lines in
            defer { lines = nil }
            return lines ?? []
        }
        for line in lines { put(line) }
    }

    /// Opens the file of that name anew, after the old one was moved away. If it cannot be opened, the old one is kept, and
    /// `logger`, which writes here, says why.
    func reopen(_ logger: Logger) {
        guard let path else { return }
        do throws(LogFileError) {
            let new = LogStream(owning: try LogFile.open(path, as: LogFile.log), line: line)
            let old = file.withLock { file in
                defer { file = new }
                return file
            }
            if let old {
                old.flush()
                new.takeOver(old)
            }
            logger.info("the log \(path) was opened anew")
        } catch {
            logger.warning("\(error); lines go on into the file that was open before")
        }
    }

    /// Waits up to a second for lines that have not been written yet. Called last.
    func flush() { if let stream = file.withLock({ $0 }) { stream.flush() } else { StandardError.flush() } }

    private func put(_ line: String) {
        if let stream = file.withLock({ $0 }) { stream.write(line) } else { StandardError.write(line) }
    }
}
