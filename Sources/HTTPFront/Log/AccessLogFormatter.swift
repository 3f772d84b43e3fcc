package import Configuration
package import EventLoop
import HTTPCodec
import OperatingSystem

/// Writes entries as lines of one format. Keeps what is the same in one line and the next: the text of the current
/// second, and of the site and the address of the server.
package struct AccessLogFormatter: ~Copyable {
    package let format: AccessLogFormat
    private var second: Int64 = .min
    /// Date and time of `second`, as the format writes them.
    private var stamp = ByteBuffer()
    private let siteName: String?
    private let siteNames: [UInt32: String]
    /// With what the ids of requests begin that no module has set.
    private let requestIDPrefix: ByteBuffer
    private var site: UInt32 = 0
    private var server: EndpointAddress?
    /// The site and `server`, as the format writes them; nothing in the combined form.
    private var place = ByteBuffer()

    /// Bytes that are enough for all of a line but its texts.
    private static let fixedRoom = 1024

    /// Whether the format shows the site and the server.
    private let hasPlace: Bool

    package init(
        _ format: AccessLogFormat, siteName: String?, siteNames: [UInt32: String] = [:], requestIDPrefix: String = ""
    ) {
        self.format = format
        self.siteName = siteName
        self.siteNames = siteNames
        self.requestIDPrefix = ByteBuffer(requestIDPrefix)
        hasPlace = format != .combined
    }

    /// Appends the line of an entry, with its end.
    package mutating func write(_ entry: borrowing AccessLogEntry, to output: inout ByteBuffer) {
        let now = entry.time.quotientRoundedDown(1000)
        if now != second {
            second = now
            stamp = ByteBuffer(Self.stamp(format, CivilTime(secondsSinceEpoch: now)))
        }
        if hasPlace, !isPlace(of: entry) { keepPlace(of: entry.server, entry.site) }
        let texts = entry.textCount &+ entry.client.pathCount
        let room = Self.fixedRoom &+ texts &* logTextGrowth &+ place.count
        output.write(atMost: room) { memory in
            var line = LogLine(memory, room: room)
            switch format {
            case .w3c: Self.writeW3C(entry, stamp.region, place.region, requestIDPrefix.region, to: &line)
            case .combined: Self.writeCombined(entry, stamp.region, to: &line)
            case .json:
                let milliseconds = UInt64(truncatingIfNeeded: entry.time &- now &* 1000)
                Self.writeJSON(entry, stamp.region, milliseconds, place.region, requestIDPrefix.region, to: &line)
            }
            line.put("\n")
            return line.count
        }
    }

    /// Whether `place` is that of an entry. Without copies of addresses where these are IPv4, as most are.
    @inline(__always)
    private func isPlace(of entry: borrowing AccessLogEntry) -> Bool {
        guard entry.site == site else { return false }
        if case .ipv4(let bytes, let port) = entry.server, case .ipv4(let keptBytes, let keptPort) = server {
            return bytes == keptBytes && port == keptPort
        }
        return server == entry.server
    }

    private mutating func keepPlace(of address: EndpointAddress, _ site: UInt32) {
        server = address
        self.site = site
        place.clear()
        let (format, siteName) = (format, siteNames[site] ?? siteName)
        let text = siteName ?? ""
        let room = Self.fixedRoom + (text.utf8.count + address.pathCount) * logTextGrowth
        text.utf8Span.span.withUnsafeBytes { bytes in
            place.write(atMost: room) { memory in
                var line = LogLine(memory, room: room)
                let site = siteName == nil ? nil : bytes
                switch format {
                case .w3c: Self.writeW3CPlace(site, address, to: &line)
                case .combined: break
                case .json: Self.writeJSONPlace(site, address, to: &line)
                }
                return line.count
            }
        }
    }

    private static func stamp(_ format: AccessLogFormat, _ time: CivilTime) -> String {
        switch format {
        case .w3c: "\(time.date) \(time.time)"
        case .combined: "[\(time.common)] \""
        case .json: "{\"time\":\"\(time.date)T\(time.time)."
        }
    }
}

extension EndpointAddress {
    /// Bytes of the path of a unix socket.
    fileprivate var pathCount: Int { if case .unix(let path) = self { path.utf8.count } else { 0 } }
}

extension Int64 {
    fileprivate func quotientRoundedDown(_ divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}

/// The combined log format: what Apache, nginx and nearly every tool that reads logs understand.
extension AccessLogFormatter {
    @inline(__always)
    static func writeCombined(
        _ entry: borrowing AccessLogEntry, _ stamp: UnsafeRawBufferPointer, to line: inout LogLine
    ) {
        line.put(entry.client, as: WordText.self)
        if let user = entry.nonEmpty(.userName) {
            line.put(" - ")
            line.put(user, as: WordText.self)
            line.put(" ")
        } else {
            line.put(" - - ")
        }
        line.put(stamp)
        writeRequestLine(entry, to: &line)
        line.put("\" ", decimal: UInt64(entry.status))
        line.put(" ", decimal: entry.bodyBytesSent)
        line.put(" \"")
        writeQuoted(entry.nonEmpty(.referer), to: &line)
        line.put("\" \"")
        writeQuoted(entry.nonEmpty(.userAgent), to: &line)
        line.put("\"")
    }

    @inline(__always)
    private static func writeQuoted(_ text: UnsafeRawBufferPointer?, to line: inout LogLine) {
        if let text { line.put(text, as: QuotedText.self) } else { line.put("-") }
    }

    /// The request line as far as it was understood; `-` when nothing was.
    @inline(__always)
    private static func writeRequestLine(_ entry: borrowing AccessLogEntry, to line: inout LogLine) {
        guard let method = entry.nonEmpty(.method) else { return line.put("-") }
        line.put(method, as: QuotedText.self)
        guard let target = entry.nonEmpty(.target) else { return }
        line.put(" ")
        line.put(target, as: QuotedText.self)
        guard entry.version.major > 0 else { return }
        line.put(" ")
        line.put(entry.version)
    }
}
