import CProcess
import Glibc
import OperatingSystem
import Supervision
import TestSupport
import Testing

@Suite("ChannelEnd")
final class ChannelEndTests {
    private let ends: (supervisor: ChannelEnd, worker: ChannelEnd)
    private var isWorkerOpen = true

    init() throws { ends = try ChannelEnd.pair(for: "a channel") }

    deinit {
        close(ends.supervisor.descriptor)
        if isWorkerOpen { close(ends.worker.descriptor) }
    }

    private func closeWorker() {
        close(ends.worker.descriptor)
        isWorkerOpen = false
    }

    @Test("Messages come one by one in their order, then nothing, and at last the end")
    func ordered() throws {
        #expect(try ends.supervisor.receive() == .nothing)
        try ends.worker.send(.ready)
        try ends.worker.send(.failed("too late"))
        closeWorker()
        #expect(try ends.supervisor.receive() == .message(.ready, descriptor: -1))
        #expect(try ends.supervisor.receive() == .message(.failed("too late"), descriptor: -1))
        #expect(try ends.supervisor.receive() == .end)
        #expect(throws: SystemCallError.self) { try ends.supervisor.send(.end) }
    }

    @Test("What a worker has sent is received, also if it ends before it has read everything")
    func reset() throws {
        try ends.supervisor.send(.reopenLogs)
        try ends.worker.send(.ready)
        closeWorker()
        #expect(try ends.supervisor.receive() == .message(.ready, descriptor: -1))
        #expect(try ends.supervisor.receive() == .end)
    }

    @Test("A configuration comes with a descriptor, which the worker gets close-on-exec")
    func descriptor() throws {
        try ends.supervisor.send(.configuration, descriptor: STDERR_FILENO)
        guard case .message(.configuration, let descriptor) = try ends.worker.receive() else {
            Issue.record("another message")
            return
        }
        #expect(fcntl(descriptor, F_GETFD) & FD_CLOEXEC != 0)
        close(descriptor)
    }

    @Test("A configuration without a descriptor, and anything else with one, is refused, and the descriptor is closed")
    func wrongDescriptors() throws {
        try ends.supervisor.send(.configuration)
        #expect(throws: ChannelError.descriptor(1)) { try ends.worker.receive() }
        // The write end of a pipe is closed everywhere when the other end is at its end.
        let pipe = try PipeEnds(for: "a witness")
        defer { close(pipe.readEnd) }
        let end = ChannelMessage.end.encoded
        #expect(MessageSocket_Send(ends.supervisor.descriptor, end, end.count, pipe.writeEnd) == 0)
        #expect(throws: ChannelError.descriptor(3)) { try ends.worker.receive() }
        let other = try ChannelEnd.pair(for: "another channel")
        defer { close(other.worker.descriptor) }
        let ready = ChannelMessage.ready.encoded
        #expect(MessageSocket_Send(other.worker.descriptor, ready, ready.count, pipe.writeEnd) == 0)
        close(pipe.writeEnd)
        #expect(throws: ChannelError.notWhole) { try other.supervisor.receive() }
        other.supervisor.discard()
        var entry = pollfd(fd: pipe.readEnd, events: Int16(POLLIN), revents: 0)
        #expect(poll(&entry, 1, 30_000) == 1)
        var byte: UInt8 = 0
        #expect(read(pipe.readEnd, &byte, 1) == 0, "nobody has the write end")
    }

    @Test("A socket that a module sends to its supervisor, and whose close waits for a client, holds up nobody")
    func lingering() throws {
        let (listener, address) = try Address.ipv4(port: 0).listen()
        defer { close(listener) }
        let client = try Client(address)
        let connection = accept(listener, nil, nil)
        // More than the client takes, which reads nothing.
        let bytes = [UInt8](repeating: 0, count: 1 << 20)
        while send(connection, bytes, bytes.count, Int32(MSG_DONTWAIT)) > 0 {}
        var option = linger(l_onoff: 1, l_linger: 20)
        #expect(
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size)) == 0)
        let ready = ChannelMessage.ready.encoded
        let other = try ChannelEnd.pair(for: "another channel")
        defer { close(other.worker.descriptor) }
        #expect(MessageSocket_Send(other.worker.descriptor, ready, ready.count, connection) == 0)
        close(connection)
        let start = ContinuousClock.now
        #expect(throws: ChannelError.notWhole) { try other.supervisor.receive() }
        other.supervisor.discard()
        #expect(ContinuousClock.now - start < .seconds(10))
        withExtendedLifetime(client) {}
    }

    @Test("What is longer than a message may be is refused, and the next one is read")
    func tooLong() throws {
        let long = [UInt8](repeating: 1, count: ChannelMessage.sizeLimit + 1)
        #expect(MessageSocket_Send(ends.worker.descriptor, long, long.count, -1) == 0)
        try ends.worker.send(.ready)
        #expect(throws: ChannelError.notWhole) { try ends.supervisor.receive() }
        #expect(try ends.supervisor.receive() == .message(.ready, descriptor: -1))
    }

    @Test("A message without bytes is refused and not taken for the end, and the next one is read")
    func empty() throws {
        #expect(MessageSocket_Send(ends.worker.descriptor, [UInt8](), 0, -1) == 0)
        try ends.worker.send(.ready)
        #expect(throws: ChannelError.tooShort(0)) { try ends.supervisor.receive() }
        #expect(try ends.supervisor.receive() == .message(.ready, descriptor: -1))
    }

    @Test("A worker that does not read never keeps its supervisor waiting")
    func full() {
        var sent = 0
        let error = #expect(throws: SystemCallError.self) {
            while sent < 1_000_000 {
                try ends.supervisor.send(.reopenLogs)
                sent += 1
            }
        }
        #expect(error?.code == EAGAIN)
    }
}
