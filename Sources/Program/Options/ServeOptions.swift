import ArgumentParser
import Configuration
import Glibc
import Supervision

/// What `serve` and `check` take on the command line. It only fills a ``ServerConfiguration``, which is what the rest of the
/// program sees.
///
/// The text of each option is checked where it is put into its field, below and in the groups; a mistake is one sentence.
struct ServeOptions: ParsableArguments {
    @OptionGroup var modules: ModuleOptions
    @OptionGroup var file: FileOption

    @Option(
        name: .customLong("listen"),
        help: ArgumentHelp(
            "Where to listen: 127.0.0.1:8080, [::1]:8080 or unix:/path. May be given several times.",
            valueName: "address"))
    var addresses: [String] = []

    @Option(help: .hidden)
    var port: String?

    @Option(help: ArgumentHelp("Processes that serve; \(ServerConfiguration().workers) if not given.", valueName: "n"))
    var workers: Int?

    @Option(help: ArgumentHelp("Event loops in each of them; one per core if not given.", valueName: "n"))
    var threads: Int?

    @Option(
        name: .customLong("start-limit"),
        help: ArgumentHelp(
            "Seconds that all modules together may take to load; \(ServerConfiguration().startLimit) if not given.",
            valueName: "seconds"))
    var startLimit: Int?

    @OptionGroup(title: "Files") var site: SiteOptions
    @OptionGroup(title: "Limits") var limits: LimitOptions
    @OptionGroup(title: "Log") var log: LogOptions
    @OptionGroup(title: "Access log") var accessLog: AccessLogOptions
    @OptionGroup(title: "Proxies") var proxies: ProxyOptions

    /// What file and options say.
    ///
    /// Called once, first, while the working folder is that of the launcher. Throws the first mistake of the options, or all of
    /// the file: a `ValidationError` if the program was called wrongly, else a ``StartFailure``.
    func settings() throws -> ServeSettings {
        // Whether flags are well formed is asked before any file is looked at.
        let (requests, modes) = try (modules.requests(), modules.executionModes())
        let file = try file.read(overrides(), modules: requests)
        var settings = ServeSettings(file, modules: requests, executions: modes)
        settings.configuration.threads = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        try file.apply(to: &settings.configuration)
        if !settings.configuration.pools.isEmpty { settings.notices += settings.configuration.poolReport().notices }
        return settings
    }

    private func overrides() throws -> ConfigurationOverrides {
        var overrides = ConfigurationOverrides()
        func set(_ name: String, _ value: Int?, _ range: ClosedRange<Int>, of option: String, unit: String = "") throws
        {
            guard let value else { return }
            overrides.set(name, to: "\(try Self.number(value, range, of: option))\(unit)", in: "modhost/server")
        }
        try set("workers", workers, 1...1024, of: "--workers")
        try set("threads", threads, 1...256, of: "--threads")
        try set("startLimit", startLimit, 1...3600, of: "--start-limit", unit: "s")
        if let port {
            throw ValidationError(
                "there is no --port; write --listen 127.0.0.1:\(port), or 0.0.0.0:\(port) for all that reach this machine."
            )
        }
        for address in addresses { try Self.check(address) }
        if !addresses.isEmpty { overrides.replaceItems("address", addresses, in: "modhost/listen") }
        try log.fill(&overrides)
        try modules.fill(&overrides)
        try limits.fill(&overrides)
        try proxies.fill(&overrides)
        try accessLog.fill(&overrides)
        try site.fill(&overrides)
        return overrides
    }

    private static func number(_ value: Int, _ range: ClosedRange<Int>, of option: String) throws -> Int {
        guard range.contains(value) else {
            throw ValidationError(
                "\(option) takes a number from \(range.lowerBound) to \(range.upperBound), not \(value).")
        }
        return value
    }

    private static func check(_ address: String) throws {
        do throws(ConfigurationError) {
            _ = try ListenAddress(parsing: address)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}

/// What a server is to be, but for its modules, whose files have to be read first (``ModuleImages``).
struct ServeSettings {
    var configuration = ServerConfiguration()
    /// In the order in which they run within a priority: those of the file, then those of the flags.
    let modules: [ModuleOptions.Request]
    /// Where modules run that the flags name.
    let executions: [String: ExecutionMode]
    /// The same of the file.
    let fileExecutions: [String: ExecutionMode]
    /// The application pools that modules of the file are for.
    let filePools: [String: [String]]
    /// What the file has that nothing reads.
    var notices: [ConfigurationMistake]
    /// What file and flags say.
    let tree: ConfigurationTree

    init(_ file: ServerFile, modules own: [ModuleOptions.Request], executions: [String: ExecutionMode]) {
        let named = file.modules()
        modules = named.map { ModuleOptions.Request(name: $0.name, path: $0.path) } + own
        self.executions = executions
        fileExecutions = named.reduce(into: [:]) { $0[$1.name] = $1.execution }
        filePools = named.reduce(into: [:]) { $0[$1.name] = $1.pools }
        notices = file.notices
        tree = file.tree
    }
}

extension ServerConfiguration {
    /// What a supervisor holds workers to.
    var policy: WorkerPolicy {
        var policy = WorkerPolicy()
        policy.readyLimit = .seconds(startLimit)
        return policy
    }
}
