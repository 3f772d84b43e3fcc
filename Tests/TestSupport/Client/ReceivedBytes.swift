/// What a client has received and not taken yet.
struct ReceivedBytes: CustomStringConvertible {
    private var bytes: [UInt8] = []
    /// What lies before was taken; it is dropped now and then and not each time, which would move all that follows.
    private var start = 0

    var count: Int { bytes.count - start }
    var isEmpty: Bool { count == 0 }
    var description: String { String(decoding: bytes[start...], as: UTF8.self) }

    mutating func append(_ more: ArraySlice<UInt8>) {
        if start > bytes.count / 2 {
            bytes.removeFirst(start)
            start = 0
        }
        bytes += more
    }

    mutating func takeAll() -> ArraySlice<UInt8> {
        defer {
            bytes = []
            start = 0
        }
        return bytes[start...]
    }

    /// Gives what is there to `body`, but not more than `limit` bytes of it; returns how many.
    mutating func take(atMost limit: Int, _ body: (ArraySlice<UInt8>) -> Void) -> Int {
        let taken = min(limit, count)
        body(bytes[start..<(start + taken)])
        start += taken
        return taken
    }

    /// The next line without its CRLF; nil if it has not come in full.
    mutating func takeLine() throws -> String? {
        guard let feed = bytes[start...].firstIndex(of: 0x0A) else { return nil }
        guard feed > start, bytes[feed - 1] == 0x0D else { throw TestFailure("a bare line feed") }
        defer { start = feed + 1 }
        return String(decoding: bytes[start..<(feed - 1)], as: UTF8.self)
    }
}
