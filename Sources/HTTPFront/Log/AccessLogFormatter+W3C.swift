import HTTPCodec
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
            cs(User-Agent) cs(Referer) cs-host sc-status sc-substatus sc-win32-status sc-bytes cs-bytes time-taken \
            x-request-id

            """
    }

    /// What the lines of one site and one address of the server have in common.
    static func writeW3CPlace(_ site: UnsafeRawBufferPointer?, _ server: EndpointAddress, to line: inout LogLine) {
        line.put(field: site.flatMap { $0.isEmpty ? nil : $0 })
        line.put(field: server)
    }

    @inline(__always)
    static func writeW3C(
        _ entry: borrowing AccessLogEntry, _ stamp: UnsafeRawBufferPointer, _ place: UnsafeRawBufferPointer,
        _ requestIDPrefix: UnsafeRawBufferPointer, to line: inout LogLine
    ) {
        line.put(stamp)
        line.put(place)
        line.put(field: entry.nonEmpty(.method))
        line.put(field: entry.nonEmpty(.path))
        line.put(field: entry.nonEmpty(.query))
        line.put(field: UInt64(entry.server.port))
        line.put(field: entry.nonEmpty(.userName))
        line.put(field: entry.client)
        if entry.version.major == 0 {
            line.put(" -")
        } else {
            line.put(" ")
            line.put(entry.version)
        }
        line.put(field: entry.nonEmpty(.userAgent))
        line.put(field: entry.nonEmpty(.referer))
        line.put(field: entry.nonEmpty(.host))
        line.put(field: UInt64(entry.status))
        if entry.substatus == 0, entry.win32Status == 0 {
            line.put(" 0 0")
        } else {
            line.put(field: UInt64(entry.substatus))
            line.put(field: UInt64(entry.win32Status))
        }
        line.put(field: entry.bytesSent)
        line.put(field: entry.bytesReceived)
        line.put(field: entry.timeTaken)
        if let id = entry.nonEmpty(.requestID) {
            line.put(field: id)
        } else if entry.number > 0 {
            line.put(" ")
            line.put(requestIDPrefix)
            line.put(decimal: entry.number)
        } else {
            line.put(" -")
        }
    }
}

extension LogLine {
    @inline(__always)
    fileprivate mutating func put(field text: UnsafeRawBufferPointer?) {
        guard let text else { return put(" -") }
        put(" ")
        put(text, as: W3CText.self)
    }

    @inline(__always)
    fileprivate mutating func put(field address: borrowing EndpointAddress) {
        put(" ")
        put(address, as: W3CText.self)
    }

    @inline(__always)
    fileprivate mutating func put(field number: UInt64) {
        put(" ", decimal: number)
    }
}
