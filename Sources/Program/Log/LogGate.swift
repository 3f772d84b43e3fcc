import Synchronization

/// Keeps the log back until the process serves: a start that fails has one reason to tell, and no log.
final class LogGate: Sendable {
    /// nil once the gate is open.
    private let held = Mutex<[String]?>([])

    /// Writes a line, or keeps it. Any thread.
    func write(_ line: String) {
        let isOpen = held.withLock { lines in
            lines?.append(line)
            return lines == nil
        }
        if isOpen { StandardError.write(line) }
    }

    /// Writes what was kept, and everything from now on. Called once, when the process is ready.
    func open() {
        let lines = held.withLock { lines in
            defer { lines = nil }
            return lines ?? []
        }
        for line in lines { StandardError.write(line) }
    }
}
