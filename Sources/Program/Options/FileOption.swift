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

    /// The file, or an empty one if none is named, with what the flags say. Throws if nothing of it can be read.
    func read(_ overrides: ConfigurationOverrides) throws -> ServerFile {
        guard let path else { return ServerFile(overrides) }
        let bytes: [UInt8]
        do throws(ConfigurationError) {
            bytes = try Self.bytes(of: path)
        } catch {
            throw StartFailure(description: "--config \(path): \(error)")
        }
        return try ServerFile(path, bytes, overrides, variables: Self.variables()) { name in
            Result { () throws(ConfigurationError) -> [UInt8] in try Self.bytes(of: name) }
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

    private static func bytes(of path: String) throws(ConfigurationError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            throw ConfigurationError("\(String(cString: strerror(errno))); name a file that modhost may read")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw ConfigurationError("this is no file; name one in YAML or in the XML of IIS")
        }
        let tooLarge = "the file has more than \(ServerFile.largest >> 20) MiB; that is no configuration"
        guard status.st_size <= ServerFile.largest else { throw ConfigurationError(tooLarge) }
        // To the end and not to the size that the file had: half a configuration can be a whole one that says less.
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                throw ConfigurationError("\(String(cString: strerror(errno))); name a file that can be read to its end")
            }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
            guard bytes.count <= ServerFile.largest else { throw ConfigurationError(tooLarge) }
        }
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
