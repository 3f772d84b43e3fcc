package import Configuration
package import NIOCore

/// Writes entries as lines of one format. Keeps the text of the current second.
package struct AccessLogFormatter {
    package let format: AccessLogFormat
    private var second: Int64 = .min
    /// Date and time of `second`, as the format writes them.
    private var stamp = ""

    package init(_ format: AccessLogFormat) { self.format = format }

    /// Appends the line of an entry, with its end.
    package mutating func write(_ entry: AccessLogEntry, to output: inout ByteBuffer) {
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
        output.writeStaticString("\n")
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
