import OperatingSystem

/// A place in the tree: the server, a site, or a folder or file of one. Compared without regard to case, as on IIS.
package struct ConfigurationPath: Sendable, Hashable, Codable {
    /// The name of the site and of what is below, in small letters; empty for the server.
    package let segments: [String]

    package init(_ segments: some Sequence<some StringProtocol>) {
        self.segments = segments.map { $0.lowercased() }.filter { !$0.isEmpty }
    }

    /// Names that are in small letters already.
    private init(small segments: some Sequence<String>) { self.segments = Array(segments) }

    /// Reads `Default Web Site/shop`, or the whole form with `MACHINE/WEBROOT/APPHOST` before it.
    package init(_ text: String) {
        var parts = text.pathNames
        let head = ["machine", "webroot", "apphost"]
        if parts.prefix(3).map({ $0.lowercased() }) == head { parts.removeFirst(3) }
        self.init(parts)
    }

    package static let server = ConfigurationPath([Substring]())

    package var depth: Int { segments.count }
    /// The place above, `depth` names from the server.
    package func prefix(_ depth: Int) -> ConfigurationPath { ConfigurationPath(small: segments.prefix(depth)) }
    /// A place below.
    package func appending(_ other: ConfigurationPath) -> ConfigurationPath {
        ConfigurationPath(small: segments + other.segments)
    }
}
