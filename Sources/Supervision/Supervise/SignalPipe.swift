import CProcess
import Glibc
package import OperatingSystem

/// Signals as numbers in a pipe, for a thread that polls. The supervisor's way to be told to stop.
///
/// Any thread may send and one thread reads.
package final class SignalPipe: Sendable {
    /// Readable when `next` has a signal.
    package let descriptor: Int32

    private let writeEnd: Int32
    private let isProcessWide: Bool

    /// Makes a pipe that gets what `send` is given, for a supervisor that is stopped by its own program.
    package convenience init() throws(SystemCallError) {
        try self.init(isProcessWide: false)
    }

    /// Catches signals of this process, from now on. Called once in a process; a later call takes over.
    package convenience init(catching signals: [Int32]) throws(SystemCallError) {
        try self.init(isProcessWide: true)
        for signal in signals {
            let code = SignalNotice_Install(writeEnd, signal)
            guard code == 0 else {
                throw SystemCallError("catching \(WorkerDeath.name(ofSignal: signal))", code: code)
            }
        }
    }

    private init(isProcessWide: Bool) throws(SystemCallError) {
        let pipe = try PipeEnds(for: "the pipe for signals")
        descriptor = pipe.readEnd
        writeEnd = pipe.writeEnd
        self.isProcessWide = isProcessWide
    }

    /// The descriptors of a process-wide pipe stay open: a signal may arrive at any time.
    deinit {
        guard !isProcessWide else { return }
        close(descriptor)
        close(writeEnd)
    }

    /// Acts as if `signal` had been caught. Any thread.
    package func send(_ signal: Int32) {
        var number = UInt8(truncatingIfNeeded: signal)
        write(writeEnd, &number, 1)
    }

    /// The next signal; nil if there is none now. Never waits.
    package func next() -> Int32? {
        var number: UInt8 = 0
        return read(descriptor, &number, 1) == 1 ? Int32(number) : nil
    }

    /// Waits for the next signal. For a thread that does nothing else, such as a worker's main thread.
    package func wait() -> Int32 {
        while true {
            if let signal = next() { return signal }
            var entry = [pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)]
            poll(&entry, 1, -1)
        }
    }
}
