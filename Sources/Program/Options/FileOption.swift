import ArgumentParser
import Configuration
@preconcurrency import Glibc
import HTTPFront

/// The file that says what a server is, of which flags override what they name.
struct FileOption: ParsableArguments {
    @Option(
        name: .customLong("config"),
        help: ArgumentHelp(
            "Read the configuration from this file, in YAML or in the XML of IIS. A flag overrides what it names.",
            valueName: "file"),
        completion: .file(extensions: ["yaml", "yml", "config"]))
    var path: String?

    /// The file, or an empty one if none is named, with what the flags say, and with the schemas of `modules`, which are named beside
    /// it. Throws if nothing of it can be read.
    func read(_ overrides: ConfigurationOverrides, modules: [ModuleOptions.Request]) throws -> ServerFile {
        let images = modules.map { (name: $0.name ?? ModuleName.ofImage($0.path), path: $0.path) }
        guard let path else { return ServerFile(overrides, modules: images, files: .system) }
        switch ConfigurationFiles.system.read(path) {
        case .success(let bytes):
            return try ServerFile(
                path, bytes, overrides, modules: images, files: .system, variables: Self.variables())
        case .failure(let reason): throw StartFailure(description: "--config \(path): \(reason)")
        }
    }

    /// What the file may name. Nothing of this process changes its environment before the file is read.
    private static func variables() -> EnvironmentVariables {
        var variables: [String: String] = [:]
        var next = environ
        while let line = next.pointee {
            let parts = String(cString: line).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            next += 1
        }
        return EnvironmentVariables(variables)
    }
}

extension ServerFile {
    /// Puts what file and flags say into `configuration`, paths made whole, and looks whether it can be. Throws all that is wrong
    /// with the file.
    func apply(to configuration: inout ServerConfiguration) throws {
        var mistakes = mistakes + fill(&configuration)
        let place = place(of: "root", in: "modhost/site")
        if place != .schema {
            configuration.site.root = try AbsolutePath.of(configuration.site.root, option: "\(place): root")
            if place != .commandLine, let reason = SiteOptions.objection(to: configuration.site.root) {
                mistakes.append(ConfigurationMistake(place, "root \(configuration.site.root)\(reason)"))
            }
        }
        for (index, site) in configuration.sites.enumerated() where !sites.sites.isEmpty {
            configuration.sites[index].applications = try site.applications.map { try Self.wholePaths($0) }
        }
        if let log = configuration.accessLog, log.path != "-" {
            configuration.accessLog?.path = try AbsolutePath.of(log.path, option: "the access log")
        }
        for (address, place) in trustedProxies() {
            var one = ProxyConfiguration()
            one.trusted = [address]
            do throws(TrustedProxyError) {
                _ = try ProxyPolicy(one)
            } catch {
                mistakes.append(ConfigurationMistake(place, "\(error)"))
            }
        }
        if configuration.proxies.expectsHeader, configuration.proxies.trusted.isEmpty {
            let place = self.place(of: "expectsHeader", in: "modhost/proxies")
            if place == .commandLine { throw ProxyOptions.needsTrust }
            mistakes.append(
                ConfigurationMistake(place, "expectsHeader needs trusted, which says whose headers to believe"))
        }
        if !mistakes.isEmpty { throw ConfigurationMistakes(mistakes) }
    }

    private static func wholePaths(_ application: ApplicationConfiguration) throws -> ApplicationConfiguration {
        var application = application
        for (index, directory) in application.directories.enumerated() {
            application.directories[index].folder = try AbsolutePath.of(directory.folder, option: "physicalPath")
        }
        return application
    }
}
