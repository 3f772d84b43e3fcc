import Glibc

/// System calls on the socket of a connection and on files that are sent. The only pointers of this target are here.
enum SystemCalls {
    /// Sends what the socket takes at once. The number of bytes, or the negative of the error's code.
    ///
    /// `more` says that more bytes follow at once, so that the system need not send a short packet.
    static func send(_ bytes: RawSpan, to descriptor: CInt, more: Bool = false) -> Int {
        // Safety: the system reads the bytes of the span during the call and keeps nothing.
        bytes.withUnsafeBytes { bytes in
            let flags = CInt(MSG_NOSIGNAL | MSG_DONTWAIT) | (more ? CInt(MSG_MORE) : 0)
            let sent = Glibc.send(descriptor, bytes.baseAddress, bytes.count, flags)
            return sent >= 0 ? sent : -Int(errno)
        }
    }

    /// Waits until the socket takes more, is closed, or `milliseconds` have gone by.
    static func waitUntilWritable(_ descriptor: CInt, milliseconds: CInt) {
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        // Safety: the system reads and writes this one structure during the call.
        _ = poll(&request, 1, milliseconds)
    }

    /// The bytes of a file; 0 if it cannot be looked at.
    static func fileSize(_ descriptor: CInt) -> Int64 {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? Int64(status.st_size) : 0
    }

    /// Another descriptor for the same socket, or -1.
    static func duplicate(_ descriptor: CInt) -> CInt { fcntl(descriptor, F_DUPFD_CLOEXEC, 0) }

    /// Breaks the connection off, also if there are other descriptors for it: the client sees a reset, and a thread
    /// that waits for the socket wakes.
    static func reset(_ descriptor: CInt) {
        // To connect a TCP socket to nowhere is how it is reset at once; others are shut down.
        var nowhere = sockaddr()
        nowhere.sa_family = sa_family_t(AF_UNSPEC)
        // Safety: the system reads this one structure during the call.
        if connect(descriptor, &nowhere, socklen_t(MemoryLayout<sockaddr>.size)) != 0 {
            shutdown(descriptor, CInt(SHUT_RDWR))
        }
    }
}
