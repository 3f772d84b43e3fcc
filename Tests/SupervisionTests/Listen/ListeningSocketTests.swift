import Configuration
import Glibc
import Supervision
import TestSupport
import Testing

@Suite("ListeningSocket")
struct ListeningSocketTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func connects(to address: Address) -> Bool { (try? Client(address)) != nil }

    private func isAccepted(by socket: ListeningSocket) -> Bool {
        let connection = accept(socket.descriptor, nil, nil)
        guard connection >= 0 else { return false }
        close(connection)
        return true
    }

    @Test("Port 0 becomes the real port, and connections arrive", arguments: ["127.0.0.1:0", "[::1]:0"])
    func choosesPort(text: String) throws {
        let address = try ListenAddress(parsing: text)
        let socket = try #require(ListeningSocket.open(address).first)
        let port = socket.address.endpoint.port
        #expect(port != 0)
        #expect(socket.address.description == text.dropLast() + "\(port)")
        #expect(fcntl(socket.descriptor, F_GETFD) & FD_CLOEXEC != 0)
        #expect(accept(socket.descriptor, nil, nil) == -1)
        #expect(errno == EAGAIN)
        #expect(connects(to: text.hasPrefix("[") ? .ipv6(port: port) : .ipv4(port: port)))
        #expect(isAccepted(by: socket))
    }

    @Test("Several sockets share one port")
    func sharesPort() throws {
        let sockets = try ListeningSocket.open(ListenAddress(parsing: "127.0.0.1:0"), count: 4)
        #expect(sockets.count == 4)
        #expect(Set(sockets.map(\.address)).count == 1)
        let port = try #require(sockets.first?.address.endpoint.port)
        #expect(connects(to: .ipv4(port: port)))
        #expect(sockets.filter { isAccepted(by: $0) }.count == 1)
    }

    @Test("An address that is in use is refused, also where both could share it", arguments: [1, 2], [1, 2])
    func inUse(first: Int, second: Int) throws {
        let sockets = try ListeningSocket.open(ListenAddress(parsing: "127.0.0.1:0"), count: first)
        let address = try #require(sockets.first?.address)
        let error = #expect(throws: ListenError.self) { try ListeningSocket.open(address, count: second) }
        #expect(error == .inUse(address))
        #expect(
            error?.description == "cannot listen on \(address): another process listens there; "
                + "stop it or choose another address")
        withExtendedLifetime(sockets) {}
    }

    /// In a process of its own, since a process that another test is just starting has a copy of all sockets until it runs its
    /// program; and on an address of its own, since on the usual one any other process may be given the port meanwhile.
    @Test("An address can be used again right after its sockets are closed, with a connection left over")
    func reopens() async {
        await #expect(processExitsWith: .exitCode(0)) {
            var sockets = try ListeningSocket.open(ListenAddress(parsing: "127.0.0.77:0"), count: 2)
            guard let address = sockets.first?.address else { exit(2) }
            let port = address.endpoint.port
            guard (try? Client(.ipv4(port: port, host: 77))) != nil else { exit(3) }
            sockets.removeAll()
            exit(try ListeningSocket.open(address, count: 2).count == 2 ? 0 : 4)
        }
    }

    @Test("All IPv4 and all IPv6 addresses can have the same port")
    func bothFamilies() throws {
        // Of the ports that the system gives for the one, some other process may have one for the other.
        let isShared = try (0..<20).contains { _ in
            let six = try #require(ListeningSocket.open(ListenAddress(parsing: "[::]:0")).first)
            let four = try? ListeningSocket.open(ListenAddress(parsing: "0.0.0.0:\(six.address.endpoint.port)"))
            return withExtendedLifetime(six) { four?.count == 1 }
        }
        #expect(isShared)
    }

    @Test("An address that this machine does not have is refused with the remedy")
    func foreignAddress() throws {
        let address = try ListenAddress(parsing: "192.0.2.1:8080")
        let error = #expect(throws: ListenError.self) { try ListeningSocket.open(address) }
        #expect(error?.description.contains("this machine has no such address") == true)
    }

    @Test("A socket file is open to its owner and group only, and is removed at the end")
    func socketFile() throws {
        let path = folder.file("file.sock")
        var sockets = try ListeningSocket.open(ListenAddress(.unix(path)), count: 4)
        #expect(sockets.count == 1)
        var status = stat()
        #expect(stat(path, &status) == 0)
        #expect(status.st_mode == S_IFSOCK | 0o660)
        sockets.removeAll()
        #expect(stat(path, &status) != 0)
    }

    @Test("A socket file that nobody answers is replaced, one that is answered is refused")
    func staleSocketFile() throws {
        let path = folder.file("stale.sock")
        let address = ListenAddress(.unix(path))
        close(try Address.unix(path: path).listen().descriptor)
        let sockets = try ListeningSocket.open(address)
        #expect(throws: ListenError.inUse(address)) { try ListeningSocket.open(address) }
        #expect(sockets.count == 1)
        var status = stat()
        #expect(stat(path, &status) == 0, "the refused attempt left the file alone")
    }

    @Test("A file that is no socket is never removed")
    func otherFile() throws {
        let path = try folder.write("precious", to: "precious")
        let error = #expect(throws: ListenError.self) { try ListeningSocket.open(ListenAddress(.unix(path))) }
        #expect(error == .noSocket(ListenAddress(.unix(path))))
        #expect(try folder.text("precious") == "precious")
    }

    @Test("A socket file in a folder that does not exist is refused with the remedy")
    func missingFolder() {
        let error = #expect(throws: ListenError.self) {
            try ListeningSocket.open(ListenAddress(.unix("/nonexistent/a.sock")))
        }
        #expect(
            error?.description
                == "cannot listen on unix:/nonexistent/a.sock: the directory does not exist; make it first")
    }
}
