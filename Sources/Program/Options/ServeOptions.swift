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

    @Option(
        name: .customLong("listen"),
        help: ArgumentHelp(
            "Where to listen: 127.0.0.1:8080, [::1]:8080 or unix:/path. May be given several times.",
            valueName: "address"))
    var addresses: [String] = []

    @Option(help: ArgumentHelp("Processes that serve.", valueName: "n"))
    var workers: Int = ServerConfiguration().workers

    @Option(help: ArgumentHelp("Event loops in each of them; one per core if not given.", valueName: "n"))
    var threads: Int?

    @Option(
        name: .customLong("start-limit"),
        help: ArgumentHelp("Seconds that all modules together may take to load.", valueName: "seconds"))
    var startLimit: Int = ServerConfiguration().startLimit

    @OptionGroup(title: "Files") var site: SiteOptions
    @OptionGroup(title: "Limits") var limits: LimitOptions
    @OptionGroup(title: "Access log") var accessLog: AccessLogOptions
    @OptionGroup(title: "Proxies") var proxies: ProxyOptions

    /// What the options say, but for the modules, which are known when their files have been read (``ModuleImages``).
    ///
    /// Called once, first, while the working folder is that of the launcher. Throws the first mistake: a `ValidationError` if the
    /// program was called wrongly, else a ``StartFailure``.
    func configuration() throws -> ServerConfiguration {
        var configuration = ServerConfiguration()
        // Whether these are well formed is asked here, before any file is looked at.
        _ = try (modules.requests(), modules.executionModes())
        configuration.workers = try Self.number(workers, 1...1024, of: "--workers")
        configuration.threads =
            try threads.map { try Self.number($0, 1...256, of: "--threads") }
            ?? max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        configuration.startLimit = try Self.number(startLimit, 1...3600, of: "--start-limit")
        if !addresses.isEmpty { configuration.listen = try addresses.map(Self.address) }
        configuration.logLevel = LogFormat.levelOfEnvironment() ?? configuration.logLevel
        try limits.fill(&configuration)
        try proxies.fill(&configuration.proxies)
        configuration.accessLog = try accessLog.configuration()
        try site.fill(&configuration.site)
        return configuration
    }

    private static func number(_ value: Int, _ range: ClosedRange<Int>, of option: String) throws -> Int {
        guard range.contains(value) else {
            throw ValidationError(
                "\(option) takes a number from \(range.lowerBound) to \(range.upperBound), not \(value).")
        }
        return value
    }

    private static func address(_ text: String) throws -> ListenAddress {
        do throws(ConfigurationError) {
            return try ListenAddress(parsing: text)
        } catch {
            throw ValidationError("\(error)")
        }
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
