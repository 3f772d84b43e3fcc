import CProcess
import Glibc
import TestSupport
import Testing

@testable import Program

@Suite("LogStream")
struct LogStreamTests {
    /// A pipe with the least room that the system gives, blocking as a standard error is.
    private static func pipe() throws -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        guard ProcessCalls_MakePipe(&ends) == 0 else { throw TestFailure("there is no pipe to be had") }
        _ = fcntl(ends[1], F_SETFL, 0)
        let setPipeSize: Int32 = 1031
        _ = fcntl(ends[1], setPipeSize, 4096)
        return (ends[0], ends[1])
    }

    private static func readAll(_ descriptor: Int32, until end: String, times: Int = 1) -> String {
        var text = ""
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while text.ranges(of: end).count < times {
            var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            guard poll(&entry, 1, 30_000) > 0 else { return text }
            let count = read(descriptor, &bytes, bytes.count)
            if count > 0 { text += String(decoding: bytes[..<count], as: UTF8.self) }
        }
        return text
    }

    @Test("A pipe that is not read keeps no writer waiting, and what was lost is counted when it is read again")
    func fullPipe() throws {
        let (reader, writer) = try Self.pipe()
        defer { close(reader) }
        let stream = LogStream(writer)
        let line = String(repeating: "x", count: 999)
        let lines = LogStream.limit / 1000 + 500
        for number in 1...lines { stream.write("\(number) \(line)") }
        let text = Self.readAll(reader, until: "nothing took them in time.\n")
        close(writer)
        let kept = text.split(separator: "\n").dropLast()
        #expect(kept.enumerated().allSatisfy { $0.element == "\($0.offset + 1) \(line)" }, "whole lines, in order")
        #expect(
            text.hasSuffix(
                "modhost: the log has lost \(lines - kept.count) lines, because nothing took them in time.\n"))
    }

    @Test("Lines of two writers of one pipe are not mixed, though it is full again and again")
    func twoWriters() throws {
        let (reader, writer) = try Self.pipe()
        defer { for end in [reader, writer] { close(end) } }
        let streams = [LogStream(writer), LogStream(writer)]
        let line = String(repeating: "x", count: 700)
        for number in 1...100 {
            for (index, stream) in streams.enumerated() { stream.write("\(index) \(number) \(line)") }
        }
        for stream in streams { stream.write("end") }
        let text = Self.readAll(reader, until: "end\n", times: 2)
        let whole = text.split(separator: "\n").filter { $0.hasSuffix(" \(line)") }
        #expect(whole.count == 200, "\(whole.count)")
    }

    @Test("Lines that wait are given up at the end if the pipe is not read")
    func flush() async {
        await #expect(processExitsWith: .exitCode(0)) {
            let (_, writer) = try Self.pipe()
            let stream = LogStream(writer)
            for _ in 1...100 { stream.write(String(repeating: "x", count: 1000)) }
            stream.flush()
            exit(0)
        }
    }

    @Test("Lines for a reader that has gone are lost, and nothing else happens")
    func readerGone() async {
        await #expect(processExitsWith: .exitCode(0)) {
            IgnoredSignal_Install(SIGPIPE)
            let (reader, writer) = try Self.pipe()
            let stream = LogStream(writer)
            close(reader)
            for _ in 1...100 { stream.write("a line") }
            stream.flush()
            exit(0)
        }
    }

    @Test("A file gets each line at once")
    func file() throws {
        let folder = try TemporaryFolder()
        let file = open(folder.file("log"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
        defer { close(file) }
        let stream = LogStream(file)
        stream.write("one")
        #expect(try folder.text("log") == "one\n")
        stream.write("two")
        #expect(try folder.text("log") == "one\ntwo\n")
    }

    @Test("The pipe stays as it was for the others who hold it")
    func isNotChanged() throws {
        let (reader, writer) = try Self.pipe()
        defer { for end in [reader, writer] { close(end) } }
        LogStream(writer).write("a line")
        #expect(fcntl(writer, F_GETFL) & O_NONBLOCK == 0)
    }
}
