import NIOCore

/// Output on the loop: into the socket at once, and by way of the channel only what the socket does not take.
///
/// A response that fits is one system call and nothing else. A channel would queue it, note a flush, and make the same call.
extension Connection {
    /// The descriptor of a channel whose bytes are the socket's own, -1 for any other.
    static func descriptor(of channel: any Channel) -> CInt {
        let found = try? channel.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
            $0
        }
        return found.flatMap { $0 } ?? -1
    }

    /// Puts bytes behind what has been written. Loop only; `flush` sends them.
    func write(_ buffer: ByteBuffer) {
        if output.readableBytes == 0 {
            output = buffer
        } else {
            var buffer = buffer
            output.writeBuffer(&buffer)
        }
        needsFlush = true
    }

    /// Puts a range of a file behind what has been written and closes its descriptor when it has gone out. Loop only.
    func write(_ region: FileRegion) {
        if output.readableBytes > 0 {
            hand(output)
            output = ByteBuffer()
        }
        let promise = channel.eventLoop.makePromise(of: Void.self)
        filesInChannel.append(region)
        promise.futureResult.whenComplete { [self] _ in
            try? region.fileHandle.close()
            filesInChannel.removeFirst()
        }
        hand(.fileRegion(region), promise)
        needsFlush = true
    }

    /// Whether the file that is being sent has become shorter than what was announced of it. The channel would try for ever.
    var isFileCutOff: Bool {
        guard let region = filesInChannel.first else { return false }
        return (try? region.fileHandle.withUnsafeFileDescriptor { SystemCalls.fileSize($0) < Int64(region.endIndex) })
            ?? true
    }

    /// Gives everything that has been written to the client. Loop only.
    func flush() {
        needsFlush = false
        // Each access to a property is checked at run time; a local variable is not.
        var bytes = ByteBuffer()
        swap(&bytes, &output)
        if bytes.readableBytes > 0 {
            if sendAtOnce(&bytes) {
                // The memory is used again, unless one long response has made it large.
                if bytes.capacity <= Self.keptCapacity {
                    bytes.clear()
                    swap(&bytes, &output)
                }
                return
            }
            hand(bytes)
        }
        context?.flush()
    }

    /// A connection that waits for its next request keeps no more memory for output than this.
    private static let keptCapacity = 16 * 1024

    /// Whether the socket took everything. What it did not take stays.
    private func sendAtOnce(_ bytes: inout ByteBuffer) -> Bool {
        guard piecesInChannel == 0, descriptor >= 0 else { return false }
        let sent = SystemCalls.send(bytes.readableBytesSpan, to: descriptor)
        if sent == bytes.readableBytes { return true }
        // The channel meets the same error when it writes, and closes the connection.
        if sent > 0 { bytes.moveReaderIndex(forwardBy: sent) }
        return false
    }

    /// Gives bytes to the channel, which sends them when the socket takes them.
    func hand(_ buffer: ByteBuffer) { hand(.byteBuffer(buffer), channel.eventLoop.makePromise(of: Void.self)) }

    private func hand(_ data: IOData, _ promise: EventLoopPromise<Void>) {
        piecesInChannel += 1
        promise.futureResult.whenComplete { [self] result in
            piecesInChannel -= 1
            // The channel has closed its socket and will say so next: the number may be another's by now.
            if case .failure = result { descriptor = -1 }
            guard piecesInChannel == 0 else { return }
            if case .closing = phase, isConnected, exchange == nil { lingerThenClose() }
            giveOutputAway()
        }
        guard let context else { return promise.fail(ChannelError.ioOnClosedChannel) }
        context.write(NIOAny(data), promise: promise)
    }
}
