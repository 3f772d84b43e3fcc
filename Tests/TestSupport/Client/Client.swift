import Glibc

/// A blocking client that sends whatever bytes it is told to and reads answers strictly. It is closed with this object,
/// and no operation takes longer than ``RunningProcess/limit``.
///
/// Used by one thread, that of its test.
package final class Client {
    private let descriptor: CInt
    private var received = ReceivedBytes()
    /// The server has closed its side, and all that it sent has been received.
    package private(set) var hasEnded = false
    /// The server may break the connection off.
    private var acceptsReset = false

    /// `receiveBuffer` is what the system keeps for a client that does not read, in bytes.
    package init(_ address: Address, receiveBuffer: CInt? = nil) throws {
        descriptor = address.openSocket()
        var limit = timeval(tv_sec: Int(RunningProcess.limit), tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &limit, socklen_t(MemoryLayout<timeval>.size))
        }
        if var size = receiveBuffer {
            setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<CInt>.size))
        }
        // Does nothing to a unix socket.
        var one: CInt = 1
        setsockopt(descriptor, CInt(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<CInt>.size))
        let isConnected = address.endpoint.connect(descriptor) == 0
        guard isConnected else {
            throw TestFailure("no connection to \(address): \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(descriptor) }

    // MARK: Sending

    package func send(_ text: String) throws { try send(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) throws {
        guard sendWhatIsTaken(bytes) == bytes.count else {
            throw TestFailure("cannot send: \(String(cString: strerror(errno)))")
        }
    }

    /// Sends until the server has gone away; returns how many bytes it took.
    @discardableResult
    package func sendWhatIsTaken(_ bytes: [UInt8]) -> Int {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(descriptor, $0.baseAddress, $0.count, CInt(MSG_NOSIGNAL))
            }
            guard count > 0 else { break }
            sent += count
        }
        return sent
    }

    /// Says that nothing more will be sent. Answers can still be read.
    package func endSending() { shutdown(descriptor, CInt(SHUT_WR)) }

    /// The end of this client will be a reset, as from one that crashed.
    package func resetAtEnd() {
        var option = linger(l_onoff: 1, l_linger: 0)
        setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
    }

    /// Breaks the connection off now, so that the server sees it at once.
    package func reset() {
        resetAtEnd()
        // The number stays this object's until it goes.
        let null = open("/dev/null", O_RDONLY | O_CLOEXEC)
        dup2(null, descriptor)
        close(null)
    }

    // MARK: Waiting

    /// Whether something can be read, or the connection has ended, within that many milliseconds.
    package func hasAnswer(within milliseconds: CInt) -> Bool {
        !received.isEmpty || wait(for: Int16(POLLIN), milliseconds) != 0
    }

    /// Waits, without reading anything, until the server has reset the connection.
    package func waitForReset() throws {
        let limit = CInt(RunningProcess.limit) * 1_000
        guard wait(for: 0, limit) & Int16(POLLERR) != 0 else { throw TestFailure("the connection was not reset") }
    }

    private func wait(for events: Int16, _ milliseconds: CInt) -> Int16 {
        var request = pollfd(fd: descriptor, events: events, revents: 0)
        poll(&request, 1, milliseconds)
        return request.revents
    }

    // MARK: Answers

    /// Sends one request, after whose answer the server closes, and reads the answer.
    package func get(_ path: String, host: String = "test") throws -> Answer {
        try send("GET \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\n\r\n")
        let answer = try receiveWhole()
        let rest = try readToEnd()
        guard rest.isEmpty else { throw TestFailure("there is more behind the answer: \(rest)") }
        return answer
    }

    /// Sends one request and reads its answer; the connection stays open.
    package func getAndKeep(_ path: String) throws -> Answer {
        try send("GET \(path) HTTP/1.1\r\nHost: test\r\n\r\n")
        return try receiveWhole()
    }

    /// The next answer. `isHead` says that it is one to HEAD, which has no body whatever its fields say.
    package func receive(isHead: Bool = false) throws -> Answer {
        try AnswerReader(isHead: isHead, keepsBody: true).read(self).answer
    }

    /// The next answer, which must be whole.
    package func receiveWhole(isHead: Bool = false) throws -> Answer {
        let answer = try receive(isHead: isHead)
        guard !answer.isCutOff else { throw TestFailure("the connection ended inside the body: \(answer)") }
        return answer
    }

    /// The next answer as far as it has come when the server breaks the connection off; nil if not even its head has.
    package func receiveUntilCutOff() throws -> Answer? {
        acceptsReset = true
        do { return try receive() } catch is EndInsideHead { return nil }
    }

    /// The size of the next answer's body, which is not kept.
    package func receiveSize() throws -> Int {
        let (answer, size) = try AnswerReader(isHead: false, keepsBody: false).read(self)
        guard !answer.isCutOff else { throw TestFailure("the connection ended after \(size) bytes of the body") }
        return size
    }

    /// All answers until the server closes the connection.
    package func receiveAll(isHead: Bool = false) throws -> [Answer] {
        while !hasEnded { try receiveMore() }
        var answers: [Answer] = []
        while !received.isEmpty { answers.append(try receive(isHead: isHead)) }
        return answers
    }

    /// Waits for the end of the connection and expects nothing before it.
    package func receiveEnd() throws {
        let rest = try receiveAll()
        guard rest.isEmpty else { throw TestFailure("\(rest.count) answers too many: \(rest.map(\.status))") }
    }

    // MARK: Bytes

    /// Takes what the server has sent until `count` bytes of it are there, or the end is.
    package func receiveAtLeast(_ count: Int) throws {
        while received.count < count, !hasEnded { try receiveMore() }
    }

    /// What has arrived, as text; nil at the end of the connection, orderly or not.
    package func read() throws -> String? {
        if received.isEmpty, !hasEnded { try receiveMore(acceptsReset: true) }
        return received.isEmpty ? nil : String(decoding: received.takeAll(), as: UTF8.self)
    }

    /// Everything until the server closes or breaks the connection, as text.
    package func readToEnd() throws -> String {
        while !hasEnded { try receiveMore(acceptsReset: true) }
        return String(decoding: received.takeAll(), as: UTF8.self)
    }

    /// The number of bytes until the server closes or breaks the connection.
    package func countToEnd() throws -> Int {
        var count = 0
        while true {
            count += received.takeAll().count
            if hasEnded { return count }
            try receiveMore(acceptsReset: true)
        }
    }

    /// The next line without its end; nil if the connection ends before it does.
    func takeLine() throws -> String? {
        while true {
            if let line = try received.takeLine() { return line }
            guard !hasEnded else { return nil }
            try receiveMore()
        }
    }

    /// Gives `count` bytes to `body`, piece by piece as they come. False if the connection ends before.
    func take(_ count: Int, _ body: (ArraySlice<UInt8>) -> Void) throws -> Bool {
        var left = count
        while left > 0 {
            if received.isEmpty {
                guard !hasEnded else { return false }
                try receiveMore()
            }
            left -= received.take(atMost: left, body)
        }
        return true
    }

    private func receiveMore(acceptsReset: Bool = false) throws {
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        if count < 0 {
            guard acceptsReset || self.acceptsReset, errno == ECONNRESET || errno == EPIPE else {
                throw TestFailure("cannot read: \(String(cString: strerror(errno))); so far: \(received)")
            }
        }
        if count <= 0 { hasEnded = true }
        received.append(buffer[..<max(count, 0)])
    }
}
