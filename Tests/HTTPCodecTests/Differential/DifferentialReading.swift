import HTTPCodec
import NIOCore
import NIOEmbedded
import NIOHTTP1

/// What a reader of HTTP/1.1 made of the bytes of a connection: this project's decoders, or those of NIOHTTP1, which are
/// llhttp.
struct DifferentialReading: Equatable {
    struct Message: Equatable {
        var method: String
        var target: String
        var minorVersion: Int
        /// `name:value`, in order.
        var fields: [String]
        var body: [UInt8] = []
        /// The same of the trailer section.
        var trailers: [String] = []
        var isComplete = false
    }

    var messages: [Message] = []
    /// The reader refused to go on.
    var isRefused = false
    var error: RequestError?

    /// The messages whose ends were found.
    var complete: [Message] { messages.filter(\.isComplete) }

    /// Where another reading of the same bytes differs first, or nil: in what the messages are or, if `isExact`, in which
    /// of them are accepted.
    func difference(from other: DifferentialReading, isExact: Bool) -> String? {
        for (one, two) in zip(complete, other.complete) where one != two {
            if one.method != two.method { return "method \(one.method) or \(two.method)" }
            if one.target != two.target { return "target \(one.target) or \(two.target)" }
            if one.minorVersion != two.minorVersion { return "version \(one.minorVersion) or \(two.minorVersion)" }
            if one.fields.count != two.fields.count { return "fields \(one.fields) or \(two.fields)" }
            for (own, other) in zip(one.fields, two.fields) where own != other {
                return "field \(own.debugDescription) or \(other.debugDescription)"
            }
            if one.trailers != two.trailers { return "trailers \(one.trailers) or \(two.trailers)" }
            return "bodies of \(one.body.count) or \(two.body.count) bytes"
        }
        guard isExact else { return nil }
        if isRefused != other.isRefused {
            return
                "refused \(isRefused) or \(other.isRefused), behind \(complete.count) or \(other.complete.count) messages"
        }
        if complete.count != other.complete.count {
            return "\(complete.count) or \(other.complete.count) whole messages"
        }
        return messages == other.messages ? nil : "the message that is not complete"
    }
}

extension DifferentialReading {
    /// By this project's decoders. `pieces` are the sizes of the reads, the last of which takes all that is left.
    static func own(_ bytes: [UInt8], pieces: [Int] = []) -> DifferentialReading {
        var reading = DifferentialReading()
        var decoder = RequestDecoder()
        var body: BodyDecoder?
        var start = 0
        for end in ends(of: pieces, in: bytes) {
            while reading.error == nil {
                let rest = bytes.span.bytes.extracting(start..<end)
                if var decoder = body {
                    let goesOn = reading.takeBody(&decoder, rest, bytes, &start)
                    body = goesOn == nil ? nil : decoder
                    if goesOn == false { break }
                } else {
                    guard start < end else { break }
                    let outcome = decoder.decode(rest)
                    if case .failure(let error) = outcome { reading.error = error }
                    guard outcome == .head else { break }
                    let head = HeadSnapshot(decoder, Array(bytes[start..<end]))
                    reading.messages.append(Message(head))
                    body = BodyDecoder(head.head.framing)
                    start += head.head.headLength
                }
            }
        }
        reading.isRefused = reading.error != nil
        return reading
    }

    /// True to go on, false to wait for more, nil at the end of the body.
    private mutating func takeBody(
        _ decoder: inout BodyDecoder, _ rest: RawSpan, _ bytes: [UInt8], _ start: inout Int
    ) -> Bool? {
        let last = messages.count - 1
        switch decoder.decode(rest) {
        case .data(let range):
            messages[last].body += bytes[(start + range.lowerBound)..<(start + range.upperBound)]
            start += range.upperBound
            return true
        case .needMore(let consumed):
            start += consumed
            return false
        case .trailer(let field, let consumed):
            let line = Array(bytes[start...])
            let name = String(decoding: line[field.name.range], as: UTF8.self)
            messages[last].trailers.append("\(name):\(String(decoding: line[field.value.range], as: UTF8.self))")
            start += consumed
            return true
        case .end(let consumed):
            start += consumed
            messages[last].isComplete = true
            return nil
        case .failure(let error):
            self.error = error
            return false
        }
    }

    /// By NIOHTTP1.
    static func llhttp(_ bytes: [UInt8], pieces: [Int] = []) throws -> DifferentialReading {
        var reading = DifferentialReading()
        let channel = EmbeddedChannel(
            handler: ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes)))
        var start = 0
        do {
            for end in ends(of: pieces, in: bytes) {
                try channel.writeInbound(ByteBuffer(bytes: bytes[start..<end]))
                start = end
            }
        } catch {
            reading.isRefused = true
        }
        while let part = try channel.readInbound(as: HTTPServerRequestPart.self) { reading.take(part) }
        _ = try? channel.finish(acceptAlreadyClosed: true)
        return reading
    }

    private mutating func take(_ part: HTTPServerRequestPart) {
        switch part {
        case .head(let head):
            messages.append(
                Message(
                    // The one method that NIOHTTP1 spells otherwise than it stands in the request.
                    method: head.method == .MSEARCH ? "M-SEARCH" : head.method.rawValue, target: head.uri,
                    minorVersion: head.version.minor,
                    fields: head.headers.map { "\($0.name):\(Self.trimmed($0.value))" }))
        case .body(let bytes): messages[messages.count - 1].body += bytes.readableBytesView
        case .end(let trailers):
            messages[messages.count - 1].trailers = trailers?.map { "\($0.name):\(Self.trimmed($0.value))" } ?? []
            messages[messages.count - 1].isComplete = true
        }
    }

    /// NIOHTTP1 leaves the white space behind a value that is no part of it (RFC 9112, section 5.1).
    private static func trimmed(_ value: String) -> Substring {
        var value = value[...]
        while value.last == " " || value.last == "\t" { value.removeLast() }
        return value
    }

    private static func ends(of pieces: [Int], in bytes: [UInt8]) -> [Int] {
        var ends: [Int] = []
        var end = 0
        for piece in pieces where end + piece < bytes.count {
            end += piece
            ends.append(end)
        }
        return ends + [bytes.count]
    }
}

extension DifferentialReading.Message {
    fileprivate init(_ head: HeadSnapshot) {
        func text(_ slice: ByteSlice) -> String { String(decoding: head.text(slice), as: UTF8.self) }
        self.init(
            method: text(head.head.method), target: text(head.head.target),
            minorVersion: Int(head.head.minorVersion),
            fields: head.fields.map { "\(text($0.name)):\(text($0.value))" })
    }
}
