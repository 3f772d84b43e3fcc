import HTTPCodec

/// Runs `body` on an output with room for `capacity` bytes; answers what `body` did and what was written.
func withOutput<Result>(
    capacity: Int, _ body: (inout OutputRawSpan) throws -> Result
) rethrows -> (result: Result, written: [UInt8]) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: max(1, capacity), alignment: 1)
    defer { room.deallocate() }
    var output = OutputRawSpan(
        buffer: UnsafeMutableRawBufferPointer(rebasing: room[..<capacity]), initializedCount: 0)
    let result = try body(&output)
    let count = output.finalize(for: UnsafeMutableRawBufferPointer(rebasing: room[..<capacity]))
    return (result, Array(room[..<count]))
}

/// What `body` writes when there is exactly enough room, after it has been seen to write nothing when there is less.
func written(_ body: (inout OutputRawSpan) -> WriteResult) -> (WriteResult, String) {
    let roomy = withOutput(capacity: 1_000, body)
    let text = String(decoding: roomy.written, as: UTF8.self)
    guard roomy.result == .written else { return (roomy.result, text) }
    for capacity in 0..<roomy.written.count {
        let cramped = withOutput(capacity: capacity, body)
        guard cramped.result == .noRoom, cramped.written.isEmpty else {
            return (cramped.result, "in \(capacity) bytes: " + String(decoding: cramped.written, as: UTF8.self))
        }
    }
    let exact = withOutput(capacity: roomy.written.count, body)
    return (exact.result, exact.written == roomy.written ? text : "differs in exactly enough room")
}
