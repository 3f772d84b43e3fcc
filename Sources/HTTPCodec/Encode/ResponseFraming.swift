/// How a response's body is delimited, and which fields say so (RFC 9112, section 6).
///
/// Decided once for each response, when its head is about to be written. The caller writes none of the three fields
/// Content-Length, Transfer-Encoding and Connection itself.
package struct ResponseFraming: Equatable, Sendable {
    /// How the body goes on the wire.
    package enum Body: Equatable, Sendable {
        /// No body, whatever the application has produced.
        case none
        /// Exactly that many bytes.
        case length(UInt64)
        /// Chunks, and a last one.
        case chunked
        /// Bytes until the connection is closed.
        case untilClose
    }

    /// The status of the response.
    package let status: UInt16
    /// How the body goes on the wire.
    package let body: Body
    /// The value of the Content-Length field to write, if one is to be written.
    package let contentLength: UInt64?
    /// Whether the connection can take another request after this response.
    package let keepAlive: Bool
    /// Whether the request was HTTP/1.0, where keeping a connection open has to be said.
    private let isHTTP10: Bool

    /// Decides.
    ///
    /// - Parameters:
    ///   - minorVersion: of the request; 0 has neither chunks nor connections that stay open by themselves.
    ///   - verb: of the request; an answer to HEAD has the fields of the answer to GET and no body. What follows a 2xx to
    ///     CONNECT is a tunnel (RFC 9110, section 9.3.6), so it has no length; no answer to CONNECT can be
    ///     followed by another request.
    ///   - status: of the response. 1xx, 204 and 304 have no body; 205 has an empty one.
    ///   - length: bytes in the body, or nil if that is not known yet.
    ///   - keepAlive: whether client and server both want the connection to stay open.
    package init(minorVersion: UInt8, verb: HTTPVerb, status: UInt16, length: UInt64?, keepAlive: Bool) {
        isHTTP10 = minorVersion == 0
        self.status = status
        // What follows a CONNECT may be meant for a tunnel.
        let keepAlive = keepAlive && verb != .connect
        if verb == .connect, status >= 200, status < 300 {
            body = .untilClose
            contentLength = nil
            self.keepAlive = false
        } else if status < 200 || status == 204 || status == 304 {
            body = .none
            contentLength = nil
            self.keepAlive = keepAlive
        } else if verb == .head {
            body = .none
            contentLength = status == 205 ? 0 : length
            self.keepAlive = keepAlive
        } else if status == 205 {
            body = .length(0)
            contentLength = 0
            self.keepAlive = keepAlive
        } else if let length {
            body = .length(length)
            contentLength = length
            self.keepAlive = keepAlive
        } else {
            body = minorVersion == 0 ? .untilClose : .chunked
            contentLength = nil
            self.keepAlive = keepAlive && minorVersion != 0
        }
    }

    /// No framing: a module writes head and body itself, and the end of the connection is the end of them.
    package init(rawWithStatus status: UInt16) {
        isHTTP10 = false
        self.status = status
        body = .untilClose
        contentLength = nil
        keepAlive = false
    }

    /// Bytes that `writeFields` writes at most.
    package static var largestFieldsSize: Int { 93 }

    /// Writes the fields that follow from the decision, all or none: Content-Length or Transfer-Encoding, and
    /// Connection where the version's default is not meant, or where it has to name an Upgrade field.
    package func writeFields(offersUpgrade: Bool = false, to output: inout OutputRawSpan) -> WriteResult {
        let lengthSize = contentLength.map { 18 + OutputRawSpan.decimalDigits(of: $0) } ?? 0
        let isChunked = if case .chunked = body { true } else { false }
        let codingSize = isChunked ? 28 : 0
        let connection = offersUpgrade ? connectionWithUpgrade : connectionField
        guard output.freeCapacity >= lengthSize + codingSize + connection.utf8CodeUnitCount else { return .noRoom }
        if let contentLength {
            output.put("Content-Length: ")
            output.put(decimal: contentLength)
            output.put("\r\n")
        }
        if isChunked { output.put("Transfer-Encoding: chunked\r\n") }
        output.put(connection)
        return .written
    }

    private var connectionWithUpgrade: StaticString {
        switch (keepAlive, isHTTP10) {
        case (true, true): "Connection: keep-alive, upgrade\r\n"
        case (true, false): "Connection: upgrade\r\n"
        case (false, _): "Connection: close, upgrade\r\n"
        }
    }

    private var connectionField: StaticString {
        switch (keepAlive, isHTTP10) {
        case (true, true): "Connection: keep-alive\r\n"
        case (true, false): ""
        case (false, _): "Connection: close\r\n"
        }
    }
}
