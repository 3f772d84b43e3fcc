import EventLoop
import HTTPCodec
import ModuleHost
import OperatingSystem

/// The W3C extended log file format, as IIS fills it: an empty field is `-`.
extension AccessLogFormatter {
    /// The lines at the head of a file. `product` is the program with its version.
    static func header(product: String, secondsSinceEpoch: Int64) -> String {
        let time = CivilTime(secondsSinceEpoch: secondsSinceEpoch)
        return """
            #Software: \(product)
            #Version: 1.0
            #Date: \(time.date) \(time.time)
            #Fields: date time s-sitename s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs-version \
            cs(User-Agent) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken

            """
    }

    static func writeW3C(_ entry: borrowing AccessLogEntry, _ stamp: String, to output: inout ByteBuffer) {
        output.write(stamp)
        field(entry, .siteName, &output)
        field(entry.server, &output)
        for text in [AccessLogEntry.Text.method, .path, .query] { field(entry, text, &output) }
        output.write(" " as StaticString)
        output.writeDecimal(entry.server.port)
        field(entry, .userName, &output)
        field(entry.client, &output)
        if entry.version.major == 0 {
            output.write(" -" as StaticString)
        } else {
            output.write(" " as StaticString)
            output.writeVersion(entry.version)
        }
        for text in [AccessLogEntry.Text.userAgent, .referer, .host] { field(entry, text, &output) }
        let numbers = [
            UInt64(entry.status), UInt64(entry.substatus), UInt64(entry.win32Status), entry.bytesSent,
            entry.bytesReceived, entry.timeTaken,
        ]
        for number in numbers {
            output.write(" " as StaticString)
            output.writeDecimal(number)
        }
    }

    private static func field(
        _ entry: borrowing AccessLogEntry, _ text: AccessLogEntry.Text, _ output: inout ByteBuffer
    ) {
        if entry.isEmpty(text) {
            output.write(" -" as StaticString)
        } else {
            output.write(" " as StaticString)
            entry.withBytes(text) { output.writeW3C($0) }
        }
    }

    private static func field(_ address: EndpointAddress, _ output: inout ByteBuffer) {
        output.write(" " as StaticString)
        output.writeAddress(address) { $0.writeW3C($1) }
    }
}

extension ByteBuffer {
    /// `HTTP/1.1`
    mutating func writeVersion(_ version: (major: UInt16, minor: UInt16)) {
        write("HTTP/" as StaticString)
        writeDecimal(version.major)
        write("." as StaticString)
        writeDecimal(version.minor)
    }

    /// An address without its port: numeric, or `unix:` and the path as `path` writes it.
    mutating func writeAddress(_ address: EndpointAddress, path: (inout ByteBuffer, Span<UInt8>) -> Void) {
        switch address {
        case .ipv4(let bytes, _):
            for shift: UInt32 in [24, 16, 8, 0] {
                writeDecimal(bytes >> shift & 255)
                if shift > 0 { write("." as StaticString) }
            }
        case .ipv6: write(address.host)
        case .unix(let text):
            write("unix:" as StaticString)
            path(&self, Array(text.utf8).span)
        }
    }
}
