import EventLoop
import Glibc

/// Two connected sockets: one for what is tested, one for its peer.
struct SocketPair {
    let own: CInt
    let peer: CInt

    init() {
        var ends: [CInt] = [-1, -1]
        let type = CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue)
        precondition(socketpair(AF_UNIX, type, 0, &ends) == 0)
        own = ends[0]
        peer = ends[1]
    }

    /// Everything that has arrived at the peer.
    func received() -> [UInt8] {
        var all: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = recv(peer, &piece, piece.count, CInt(MSG_DONTWAIT))
            guard count > 0 else { return all }
            all += piece[..<count]
        }
    }

    func send(_ text: String) { _ = Array(text.utf8).withUnsafeBytes { Glibc.send(peer, $0.baseAddress, $0.count, 0) } }
}
