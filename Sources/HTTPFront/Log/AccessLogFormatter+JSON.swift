import OperatingSystem

/// One JSON object for each entry, always with the same members in the same order; what is absent is null.
extension AccessLogFormatter {
    /// What the lines of one site and one address of the server have in common: from the end of the time to the begin of the
    /// client's address.
    static func writeJSONPlace(_ site: UnsafeRawBufferPointer?, _ server: EndpointAddress, to line: inout LogLine) {
        line.put("Z\"")
        line.put(",\"site\":", text: site)
        line.put(",\"server_ip\":\"")
        line.put(server, as: JSONText.self)
        line.put("\",\"server_port\":", decimal: UInt64(server.port))
        line.put(",\"client_ip\":\"")
    }

    @inline(__always)
    static func writeJSON(
        _ entry: borrowing AccessLogEntry, _ stamp: UnsafeRawBufferPointer, _ milliseconds: UInt64,
        _ place: UnsafeRawBufferPointer, _ requestIDPrefix: UnsafeRawBufferPointer, to line: inout LogLine
    ) {
        line.put(stamp)
        if milliseconds < 100 { line.put(milliseconds < 10 ? "00" : "0") }
        line.put(decimal: milliseconds)
        line.put(place)
        line.put(entry.client, as: JSONText.self)
        line.put("\",\"client_port\":", decimal: UInt64(entry.client.port))
        line.put(",\"user\":", text: entry.bytes(.userName))
        line.put(",\"method\":", text: entry.bytes(.method))
        line.put(",\"path\":", text: entry.bytes(.path))
        line.put(",\"query\":", text: entry.bytes(.query))
        line.put(",\"target\":", text: entry.bytes(.target))
        if entry.version.major == 0 {
            line.put(",\"version\":null")
        } else {
            line.put(",\"version\":\"")
            line.put(entry.version)
            line.put("\"")
        }
        line.put(",\"host\":", text: entry.bytes(.host))
        line.put(",\"user_agent\":", text: entry.bytes(.userAgent))
        line.put(",\"referer\":", text: entry.bytes(.referer))
        line.put(",\"status\":", decimal: UInt64(entry.status))
        if entry.substatus == 0, entry.win32Status == 0 {
            line.put(",\"substatus\":0,\"win32_status\":0")
        } else {
            line.put(",\"substatus\":", decimal: UInt64(entry.substatus))
            line.put(",\"win32_status\":", decimal: UInt64(entry.win32Status))
        }
        line.put(",\"bytes_sent\":", decimal: entry.bytesSent)
        line.put(",\"body_bytes_sent\":", decimal: entry.bodyBytesSent)
        line.put(",\"bytes_received\":", decimal: entry.bytesReceived)
        line.put(",\"time_taken_ms\":", decimal: entry.timeTaken)
        if let id = entry.nonEmpty(.requestID) {
            line.put(",\"request_id\":", text: id)
        } else if entry.number > 0 {
            line.put(",\"request_id\":\"")
            line.put(requestIDPrefix)
            line.put(decimal: entry.number)
            line.put("\"")
        } else {
            line.put(",\"request_id\":null")
        }
        line.put("}")
    }
}

extension LogLine {
    /// A member that is a string or null.
    @inline(__always)
    fileprivate mutating func put(_ name: StaticString, text: UnsafeRawBufferPointer?) {
        if let text { return put(name, quoted: text, as: JSONText.self) }
        put(name)
        put("null")
    }
}
