package import Configuration
package import EventLoop
import HTTPCodec

/// Writes entries as lines of one format. Keeps the text of the current second.
package struct AccessLogFormatter {
    package let format: AccessLogFormat
    private var second: Int64 = .min
    /// Date and time of `second`, as the format writes them.
    private var stamp = ""

    package init(_ format: AccessLogFormat) { self.format = format }

    /// Appends the line of an entry, with its end.
    package mutating func write(_ entry: borrowing AccessLogEntry, to output: inout ByteBuffer) {
        let now = entry.time.quotientRoundedDown(1000)
        if now != second {
            second = now
            stamp = Self.stamp(format, CivilTime(secondsSinceEpoch: now))
        }
        switch format {
        case .w3c: Self.writeW3C(entry, stamp, to: &output)
        case .combined: Self.writeCombined(entry, stamp, to: &output)
        case .json: Self.writeJSON(entry, stamp, milliseconds: entry.time - now * 1000, to: &output)
        }
        output.write("\n" as StaticString)
    }

    private static func stamp(_ format: AccessLogFormat, _ time: CivilTime) -> String {
        switch format {
        case .w3c: "\(time.date) \(time.time)"
        case .combined: "[\(time.common)]"
        case .json: "\(time.date)T\(time.time)"
        }
    }
}

extension Int64 {
    fileprivate func quotientRoundedDown(_ divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}

/// The combined log format: what Apache, nginx and nearly every tool that reads logs understand.
extension AccessLogFormatter {
    static func writeCombined(_ entry: borrowing AccessLogEntry, _ stamp: String, to output: inout ByteBuffer) {
        output.writeAddress(entry.client) { $0.writeCombinedWord($1) }
        output.write(" - " as StaticString)
        if entry.isEmpty(.userName) { output.write("-" as StaticString) }
        entry.withBytes(.userName) { output.writeCombinedWord($0) }
        output.write(" " as StaticString)
        output.write(stamp)
        output.write(" \"" as StaticString)
        writeRequestLine(entry, to: &output)
        output.write("\" " as StaticString)
        output.writeDecimal(entry.status)
        output.write(" " as StaticString)
        output.writeDecimal(entry.bodyBytesSent)
        for text in [AccessLogEntry.Text.referer, .userAgent] {
            output.write(" \"" as StaticString)
            if entry.isEmpty(text) { output.write("-" as StaticString) }
            entry.withBytes(text) { output.writeCombined($0) }
            output.write("\"" as StaticString)
        }
    }

    /// The request line as far as it was understood; `-` when nothing was.
    private static func writeRequestLine(_ entry: borrowing AccessLogEntry, to output: inout ByteBuffer) {
        guard !entry.isEmpty(.method) else {
            output.write("-" as StaticString)
            return
        }
        entry.withBytes(.method) { output.writeCombined($0) }
        guard !entry.isEmpty(.target) else { return }
        output.write(" " as StaticString)
        entry.withBytes(.target) { output.writeCombined($0) }
        guard entry.version.major > 0 else { return }
        output.write(" " as StaticString)
        output.writeVersion(entry.version)
    }
}
