import Configuration
import Glibc
import HTTPFront
import HostLog
import ModuleHost
import TestSupport
import Testing

@Suite("AccessLog", .timeLimit(.minutes(10)))
struct AccessLogTests {
    private let folder: TemporaryFolder
    private let spoken = CapturedLog()

    init() throws { folder = try TemporaryFolder() }

    private func open(_ name: String, _ format: AccessLogFormat = .combined) throws -> AccessLog {
        try AccessLog(
            AccessLogConfiguration(path: folder.file(name), format: format), product: "modhost/1", siteName: "Site",
            logger: spoken.logger)
    }

    private func append(_ path: String, to buffer: AccessLogBuffer) {
        buffer.append { entry in
            entry.version = (1, 1)
            entry.set(.method, "GET")
            entry.set(.path, path)
            entry.set(.target, path)
        }
    }

    /// The paths of the lines of a combined log, in order.
    private func paths(_ name: String) throws -> [String] {
        try folder.text(name).split(separator: "\n").map { line in
            let words = line.split(separator: " ")
            return words.count > 6 ? String(words[6]) : "torn: \(line)"
        }
    }

    @Test("Lines reach the file when they are handed over, and at the latest when the log is closed")
    func handOver() throws {
        let log = try open("log")
        let buffer = AccessLogBuffer(log)
        append("/1", to: buffer)
        append("/2", to: buffer)
        buffer.handOver()
        log.close()
        #expect(try paths("log") == ["/1", "/2"])
        #expect(spoken.lines.isEmpty)
    }

    @Test("Much is handed over by itself, in order and without losing a line")
    func muchAtOnce() throws {
        let log = try open("log")
        let buffer = AccessLogBuffer(log)
        for number in 0..<2000 { append("/\(number)", to: buffer) }
        buffer.handOver()
        log.close()
        #expect(try paths("log") == (0..<2000).map { "/\($0)" })
    }

    @Test("Several logs append to one file without mixing lines, and one of them writes the header")
    func sharedFile() async throws {
        await withTaskGroup(of: Void.self) { group in
            for worker in 0..<4 {
                group.addTask {
                    guard let log = try? open("log", .w3c) else { return }
                    let buffer = AccessLogBuffer(log)
                    for number in 0..<500 { append("/\(worker)/\(number)", to: buffer) }
                    buffer.handOver()
                    log.close()
                }
            }
        }
        let lines = try folder.text("log").split(separator: "\n")
        try #require(lines.count > 4)
        #expect(lines[0] == "#Software: modhost/1")
        #expect(lines[1] == "#Version: 1.0")
        #expect(lines[2].hasPrefix("#Date: 20"))
        #expect(lines[3].hasPrefix("#Fields: date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port"))
        #expect(lines.count { $0.hasPrefix("#") } == 4)
        let entries = lines.dropFirst(4)
        #expect(entries.count == 2000)
        #expect(entries.allSatisfy { $0.split(separator: " ").count == 21 })
        #expect(Set(entries.map { $0.split(separator: " ").dropFirst(5).first }).count == 2000)
    }

    @Test("The header is written again into a file that was emptied, and not into one that has lines")
    func headerAgain() throws {
        for _ in 0..<2 {
            let log = try open("log", .w3c)
            let buffer = AccessLogBuffer(log)
            append("/", to: buffer)
            buffer.handOver()
            log.close()
        }
        #expect(try folder.text("log").split(separator: "\n").count { $0.hasPrefix("#Fields") } == 1)
        let log = try open("log", .w3c)
        #expect(truncate(folder.file("log"), 0) == 0)
        let buffer = AccessLogBuffer(log)
        append("/", to: buffer)
        buffer.handOver()
        log.close()
        let lines = try folder.text("log").split(separator: "\n")
        #expect(lines.count == 5 && lines.first?.hasPrefix("#Software") == true)
    }

    @Test("Opened anew after its file was moved, a log goes on in a new file; earlier lines are in the old one")
    func reopening() throws {
        let log = try open("log")
        let buffer = AccessLogBuffer(log)
        append("/old", to: buffer)
        buffer.handOver()
        #expect(rename(folder.file("log"), folder.file("log.1")) == 0)
        append("/moved", to: buffer)
        buffer.handOver()
        log.reopen()
        append("/new", to: buffer)
        buffer.handOver()
        log.close()
        #expect(try paths("log.1") == ["/old", "/moved"])
        #expect(try paths("log") == ["/new"])
        #expect(spoken.lines == ["info: the access log \(folder.file("log")) was opened anew"])
    }

    @Test("If the file cannot be opened anew, lines go on into the old one and the log says why")
    func reopeningFails() throws {
        let log = try open("log")
        let buffer = AccessLogBuffer(log)
        #expect(rename(folder.file("log"), folder.file("log.1")) == 0)
        #expect(mkdir(folder.file("log"), 0o700) == 0)
        defer { rmdir(folder.file("log")) }
        log.reopen()
        append("/1", to: buffer)
        buffer.handOver()
        log.close()
        #expect(try paths("log.1") == ["/1"])
        #expect(spoken.lines.count == 1)
        let start = "warning: the access log \(folder.file("log")) cannot be opened: Is a directory;"
        #expect(spoken.lines.first?.hasPrefix(start) == true)
    }

    @Test("A log that cannot be opened says why and what to do")
    func cannotOpen() {
        #expect {
            try AccessLog(
                AccessLogConfiguration(path: "/nowhere/log", format: .json), product: "", siteName: "",
                logger: spoken.logger)
        } throws: {
            "\($0)" == """
                the access log /nowhere/log cannot be opened: No such file or directory; make its folder first
                """
        }
    }

    @Test("A full disk loses lines and says so once, and the rest goes on")
    func fullDisk() throws {
        let log = try AccessLog(
            AccessLogConfiguration(path: "/dev/full", format: .combined), product: "", siteName: "",
            logger: spoken.logger)
        let buffer = AccessLogBuffer(log)
        for _ in 0..<3 {
            append("/1", to: buffer)
            append("/2", to: buffer)
            buffer.handOver()
        }
        log.close()
        #expect(
            spoken.lines.first == """
                warning: the access log /dev/full lost 2 lines: No space left on device; requests are served all the same
                """)
        // The second sentence is that of the end.
        #expect(spoken.lines.count == 2)
        #expect(spoken.lines.last?.contains("lost 4 lines") == true)
    }

    @Test("A pipe without a reader is an error at once, and one that is full loses lines and delays nothing")
    func pipes() throws {
        #expect(mkfifo(folder.file("pipe"), 0o600) == 0)
        #expect(throws: LogFileError.self) { try open("pipe") }
        let reader = Glibc.open(folder.file("pipe"), O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        try #require(reader >= 0)
        defer { close(reader) }
        let log = try open("pipe")
        let buffer = AccessLogBuffer(log)
        for number in 0..<3000 { append("/\(number)", to: buffer) }
        buffer.handOver()
        log.close()
        #expect(spoken.lines.contains { $0.contains("nothing reads from it") })
        var text: [UInt8] = []
        var bytes = [UInt8](repeating: 0, count: 65536)
        while case let count = read(reader, &bytes, bytes.count), count > 0 { text += bytes[..<count] }
        // Only whole lines were written.
        #expect(text.last == UInt8(ascii: "\n"))
        #expect(String(decoding: text, as: UTF8.self).hasPrefix("0.0.0.0 - - ["))
    }
}

@Suite("ComplaintInterval")
struct ComplaintIntervalTests {
    @Test("A complaint passes at once, then once a minute")
    func onceAMinute() {
        var interval = ComplaintInterval()
        let start = ContinuousClock.now
        let passed = [0, 0, 59, 60, 119, 120].map { interval.mayComplain(at: start + .seconds($0)) }
        #expect(passed == [true, false, false, true, false, true])
    }
}
