import EventLoop
import ModuleHost
import OperatingSystem

/// One JSON object for each entry, always with the same members in the same order; what is absent is null.
extension AccessLogFormatter {
    static func writeJSON(
        _ entry: borrowing AccessLogEntry, _ stamp: String, milliseconds: Int64, to output: inout ByteBuffer
    ) {
        output.write("{\"time\":\"" as StaticString)
        output.write(stamp)
        output.write((milliseconds < 10 ? ".00" : milliseconds < 100 ? ".0" : ".") as StaticString)
        output.writeDecimal(milliseconds)
        output.write("Z\"" as StaticString)
        text("site", entry, .siteName, &output)
        address("server", entry.server, &output)
        address("client", entry.client, &output)
        text("user", entry, .userName, &output)
        text("method", entry, .method, &output)
        text("path", entry, .path, &output)
        text("query", entry, .query, &output)
        text("target", entry, .target, &output)
        output.write(",\"version\":" as StaticString)
        if entry.version.major == 0 {
            output.write("null" as StaticString)
        } else {
            output.write("\"" as StaticString)
            output.writeVersion(entry.version)
            output.write("\"" as StaticString)
        }
        text("host", entry, .host, &output)
        text("user_agent", entry, .userAgent, &output)
        text("referer", entry, .referer, &output)
        number("status", UInt64(entry.status), &output)
        number("substatus", UInt64(entry.substatus), &output)
        number("win32_status", UInt64(entry.win32Status), &output)
        number("bytes_sent", entry.bytesSent, &output)
        number("body_bytes_sent", entry.bodyBytesSent, &output)
        number("bytes_received", entry.bytesReceived, &output)
        number("time_taken_ms", entry.timeTaken, &output)
        output.write("}" as StaticString)
    }

    private static func text(
        _ name: StaticString, _ entry: borrowing AccessLogEntry, _ text: AccessLogEntry.Text, _ output: inout ByteBuffer
    ) {
        member(name, &output)
        guard entry.has(text) else {
            output.write("null" as StaticString)
            return
        }
        output.write("\"" as StaticString)
        entry.withBytes(text) { output.writeJSON($0) }
        output.write("\"" as StaticString)
    }

    private static func number(_ name: StaticString, _ value: UInt64, _ output: inout ByteBuffer) {
        member(name, &output)
        output.writeDecimal(value)
    }

    /// `"client_ip":"…","client_port":…`
    private static func address(_ end: String, _ address: EndpointAddress, _ output: inout ByteBuffer) {
        output.write(",\"\(end)_ip\":\"")
        output.writeAddress(address) { $0.writeJSON($1) }
        output.write("\",\"\(end)_port\":")
        output.writeDecimal(address.port)
    }

    private static func member(_ name: StaticString, _ output: inout ByteBuffer) {
        output.write(",\"" as StaticString)
        output.write(name)
        output.write("\":" as StaticString)
    }
}
