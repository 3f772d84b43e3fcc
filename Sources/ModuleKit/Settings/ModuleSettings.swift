/// The settings of a module: a type that is filled from a section of the configuration.
///
///     struct GateSettings: ModuleSettings {
///         static let section = "system.webServer/gate"
///         let realm: String
///         let wait: Duration
///         let rules: [Rule]
///
///         struct Rule: Decodable, Sendable {
///             let path: String
///             let allow: Bool
///         }
///     }
///
/// A property has the name of an attribute or of an element within. `Bool`, whole numbers, `Duration` and `String` are the types
/// of attributes; an enumeration or flags are their name as a `String` (or an enumeration of strings), or their number. An element
/// that lists items is an array. Where it has attributes besides, a property called `items` has the items. A property of an item
/// called `elementName` is the name that the item was written with, where that is one of several, such as `allow` and `deny`. What
/// nobody has set has the default of the schema.
///
/// Name the type in `HttpModule.settings`, so that it is checked when the module is loaded, and ask for it by
/// `HttpContext.configuration(_:)`.
public protocol ModuleSettings: Decodable, Sendable {
    /// The whole name of the section, such as `system.webServer/gate`.
    static var section: String { get }
}

/// Why a module has no settings: what is wrong in the configuration, or that the type does not fit the section.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// One sentence, which begins with file, line and column where there are any.
    public let description: String

    init(_ description: String) { self.description = description }
}

extension HttpContext {
    /// The settings that are in force for the URL of the request.
    ///
    /// They are read once for each different configuration, not for each request. Throws what is wrong in the configuration, which
    /// as the response is 500 with a line in the log.
    public func configuration<Settings: ModuleSettings>(_ type: Settings.Type) throws -> Settings {
        guard let object else { throw HostError(.invalidHandle, "read the section \(type.section)") }
        guard let source = configurations else { throw ConfigurationSource.missing(type) }
        return try source.settings(type, for: object)
    }
}
