/// Where the access log goes and how its lines look.
package struct AccessLogConfiguration: Codable, Sendable, Equatable {
    /// The file, which each worker opens for appending; `-` is standard output.
    package var path: String
    /// How the lines look.
    package var format: AccessLogFormat

    package init(path: String, format: AccessLogFormat = .w3c) {
        self.path = path
        self.format = format
    }
}

/// How a line of the access log looks.
package enum AccessLogFormat: String, Codable, CaseIterable, Sendable {
    /// W3C extended log file format with the field names of IIS.
    case w3c
    /// The combined log format of Apache and nginx.
    case combined
    /// One JSON object on each line.
    case json
}
