import NIOCore

/// The combined log format: what Apache, nginx and nearly every tool that reads logs understand.
extension AccessLogFormatter {
    static func writeCombined(_ entry: AccessLogEntry, _ stamp: String, to output: inout ByteBuffer) {
        output.writeAddress(entry.client) { $0.writeCombinedWord($1) }
        output.writeStaticString(" - ")
        if entry.isEmpty(.userName) { output.writeStaticString("-") }
        entry.withBytes(.userName) { output.writeCombinedWord($0) }
        output.writeStaticString(" ")
        output.writeString(stamp)
        output.writeStaticString(" \"")
        writeRequestLine(entry, to: &output)
        output.writeStaticString("\" ")
        output.writeDecimal(entry.status)
        output.writeStaticString(" ")
        output.writeDecimal(entry.bodyBytesSent)
        for text in [AccessLogEntry.Text.referer, .userAgent] {
            output.writeStaticString(" \"")
            if entry.isEmpty(text) { output.writeStaticString("-") }
            entry.withBytes(text) { output.writeCombined($0) }
            output.writeStaticString("\"")
        }
    }

    /// The request line as far as it was understood; `-` when nothing was.
    private static func writeRequestLine(_ entry: AccessLogEntry, to output: inout ByteBuffer) {
        guard !entry.isEmpty(.method) else {
            output.writeStaticString("-")
            return
        }
        entry.withBytes(.method) { output.writeCombined($0) }
        guard !entry.isEmpty(.target) else { return }
        output.writeStaticString(" ")
        entry.withBytes(.target) { output.writeCombined($0) }
        guard entry.version.major > 0 else { return }
        output.writeStaticString(" ")
        output.writeVersion(entry.version)
    }
}
