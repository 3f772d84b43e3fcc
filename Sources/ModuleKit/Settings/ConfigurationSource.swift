import CModuleABI
import Synchronization

/// Where a module's settings come from, and those that have been read. Any thread.
final class ConfigurationSource: Sendable {
    /// Settings that are kept; beyond that all are read anew.
    private static let most = 1_024
    /// The place of the server.
    private static let server = "MACHINE/WEBROOT/APPHOST"

    // Safety: the source lives as long as the process, and any thread may call it.
    private nonisolated(unsafe) let object: UnsafeMutablePointer<IModuleConfigurationSource>
    private let known = Mutex<[Key: Known]>([:])

    /// One reading of a section by one type.
    private struct Key: Hashable {
        let section: UInt
        let type: ObjectIdentifier
    }

    private struct Known {
        let settings: any ModuleSettings
        /// Keeps the host from using the pointer for another section.
        let section: SectionReference
    }

    /// Nil where the host has none to offer.
    init?(_ server: Server?) {
        guard let server else { return nil }
        var found: PVOID?
        // The host hands out the most derived interface of a family, so this is what the pointer points at.
        guard IHttpServer_GetExtendedInterface(server, HTTP_SERVER_INTERFACE_V2, &found) >= 0, let server2 = found
        else {
            return nil
        }
        var source: PVOID?
        let code = withUnsafePointer(to: IID_IHttpServer) { from in
            withUnsafePointer(to: IID_IModuleConfigurationSource) { to in
                IHttpServer2_GetExtendedInterfaceByGuid(
                    server2.assumingMemoryBound(to: IHttpServer2.self), from, server, to, &source)
            }
        }
        guard code >= 0, let source else { return nil }
        object = source.assumingMemoryBound(to: IModuleConfigurationSource.self)
    }

    /// What to throw where there is none.
    static func missing(_ type: any ModuleSettings.Type) -> ConfigurationError {
        ConfigurationError("the section \(type.section) cannot be read: this host has no configuration for modules")
    }

    /// The settings for the URL of a request.
    func settings<Settings: ModuleSettings>(
        _ type: Settings.Type, for context: UnsafeMutablePointer<IHttpContext>
    ) throws -> Settings {
        let section = try section(type.section) { IModuleConfigurationSource_GetSectionFor(object, $0, context, &$1) }
        return try settings(type, of: section)
    }

    /// Reads the settings of the whole server, to see whether they can be.
    func check(_ type: any ModuleSettings.Type) throws {
        func read<Settings: ModuleSettings>(_ type: Settings.Type) throws {
            let section = try section(type.section) { name, out in
                Self.server.withCString { IModuleConfigurationSource_GetSection(object, name, $0, &out) }
            }
            _ = try settings(type, of: section)
        }
        try read(type)
    }

    private func section(
        _ name: String,
        _ ask: (UnsafePointer<CChar>, inout UnsafeMutablePointer<IModuleConfiguration>?) -> Int32
    ) throws -> SectionReference {
        var section: UnsafeMutablePointer<IModuleConfiguration>?
        let code = ResultCode(rawValue: name.withCString { ask($0, &section) })
        if let section, !code.isFailure { return SectionReference(section) }
        switch code {
        case .invalidData:
            throw ConfigurationError(IModuleConfigurationSource_GetMistake(object).map { String(cString: $0) } ?? "")
        case .pathNotFound:
            throw ConfigurationError(
                "no schema describes the section \(name); give the server the schema of the module")
        default: throw HostError(code, "read the section \(name)")
        }
    }

    private func settings<Settings: ModuleSettings>(
        _ type: Settings.Type, of section: SectionReference
    ) throws -> Settings {
        let key = Key(section: section.address, type: ObjectIdentifier(type))
        if let known = known.withLock({ $0[key]?.settings as? Settings }) { return known }
        let settings = try SettingsDecoder.decode(type, from: section)
        // What is let go of is given back after the lock has been.
        let gone = known.withLock { known in
            let gone = known.count >= Self.most ? known : [:]
            if !gone.isEmpty { known = [:] }
            known[key] = Known(settings: settings, section: section)
            return gone
        }
        _ = gone
        return settings
    }
}

/// A section of the host, with a reference that ends with this.
final class SectionReference: Sendable {
    // Safety: the reference keeps the object, which never changes, and any thread may call it.
    private nonisolated(unsafe) let object: UnsafeMutablePointer<IModuleConfiguration>

    init(_ object: UnsafeMutablePointer<IModuleConfiguration>) { self.object = object }

    deinit { _ = IModuleConfiguration_Release(object) }

    var address: UInt { UInt(bitPattern: object) }

    /// One of MODHOST_VALUE_*.
    func kind(_ path: String) -> UInt32 { path.withCString { IModuleConfiguration_GetKind(object, $0) } }

    /// The whole name of the section.
    var name: String { IModuleConfiguration_GetSectionName(object).map { String(cString: $0) } ?? "" }

    func bool(_ path: String) -> Bool? {
        var value: Int32 = 0
        return path.withCString { IModuleConfiguration_GetBool(object, $0, &value) } < 0 ? nil : value != 0
    }

    /// The number of a whole number, of a name of an enumeration, or of flags.
    func number(_ path: String) -> Int64? {
        var value: Int64 = 0
        return path.withCString { IModuleConfiguration_GetInt(object, $0, &value) } < 0 ? nil : value
    }

    /// In units of 100 nanoseconds.
    func time(_ path: String) -> Int64? {
        var value: Int64 = 0
        return path.withCString { IModuleConfiguration_GetTimeSpan(object, $0, &value) } < 0 ? nil : value
    }

    /// The text of an attribute of any type.
    func text(_ path: String) -> String? {
        var start: UnsafePointer<CChar>?
        var count: UInt32 = 0
        guard path.withCString({ IModuleConfiguration_GetString(object, $0, &start, &count) }) >= 0 else { return nil }
        return String(bytes: start, count: Int(count))
    }

    /// Whether there is an element of that path.
    func isElement(_ path: String) -> Bool { [MODHOST_VALUE_ELEMENT, MODHOST_VALUE_LIST].contains(kind(path)) }

    /// The name that an element was written with; nil for what is none.
    func elementName(_ path: String) -> String? {
        path.withCString { IModuleConfiguration_GetElementName(object, $0) }.map { String(cString: $0) }
    }

    /// How many items an element lists; nil for what can list none.
    func count(_ path: String) -> Int? {
        var value: UInt32 = 0
        return path.withCString { IModuleConfiguration_GetCount(object, $0, &value) } < 0 ? nil : Int(value)
    }

    /// The names of attributes and elements within.
    func names(_ path: String) -> [String] {
        var start: UnsafePointer<CChar>?
        var count: UInt32 = 0
        guard path.withCString({ IModuleConfiguration_GetNames(object, $0, &start, &count) }) >= 0, var next = start
        else { return [] }
        return (0..<count).map { _ in
            let name = String(cString: next)
            next += name.utf8.count + 1
            return name
        }
    }

    /// Where something was written, such as `modhost.yaml:3:7`; nil for what nobody wrote.
    func place(_ path: String) -> String? {
        var file: UnsafePointer<CChar>?
        var line: UInt32 = 0
        var column: UInt32 = 0
        guard path.withCString({ IModuleConfiguration_GetPlace(object, $0, &file, &line, &column) }) >= 0,
            let file, line > 0
        else { return nil }
        return "\(String(cString: file)):\(line):\(column)"
    }
}
