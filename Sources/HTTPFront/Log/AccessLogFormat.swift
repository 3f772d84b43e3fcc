/// How a line of the access log looks.
package enum AccessLogFormat: String, CaseIterable, Sendable {
    /// W3C extended log file format with the field names of IIS.
    case w3c
    /// The combined log format of Apache and nginx.
    case combined
    /// One JSON object on each line.
    case json
}
