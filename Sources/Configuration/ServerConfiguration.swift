import OperatingSystem

/// Everything that a server is told: one value, filled once by whoever reads options, and never changed afterwards.
///
/// The supervisor keeps it and sends it whole to each worker, and the parts of a server take their own section of it. What is
/// here was checked where it was filled (`Sources/Program/Options` for the command line), so its users do not check again.
/// All paths are whole, because a module may change the working folder.
///
/// A new option is a field here or in a section, its flag in `Sources/Program/Options`, and its use.
package struct ServerConfiguration: Codable, Sendable, Equatable {
    /// Processes that serve, 1 to 1024.
    package var workers = 1
    /// Event loops in each of them, 1 to 256.
    package var threads = 1
    /// Where to listen, in the order given.
    package var listen: [ListenAddress] = [ListenAddress(.ipv4(0x7F00_0001, port: 8080))]
    /// Seconds that a worker may take until it is ready, the loading of all modules included; 1 to 3600.
    package var startLimit = 60
    /// In the order of the list: the order in which they run within a priority. Their names differ.
    package var modules: [ModuleConfiguration]
    /// The one site that is served.
    package var site: SiteConfiguration
    /// The name that IHttpServer::GetAppPoolName answers.
    package var poolName = "DefaultAppPool"
    /// The threads of a worker on which modules may wait.
    package var threadPool: ThreadPoolConfiguration
    /// What one client may ask.
    package var limits = ClientLimits()
    /// Nil if no access log is written.
    package var accessLog: AccessLogConfiguration?
    /// Whose word is taken for whom a request comes from.
    package var proxies = ProxyConfiguration()
    /// How much the log tells.
    package var logLevel = LogLevel.info

    /// The defaults, but for what is given.
    package init(
        modules: [ModuleConfiguration] = [], site: SiteConfiguration = SiteConfiguration(),
        threadPool: ThreadPoolConfiguration = ThreadPoolConfiguration()
    ) {
        self.modules = modules
        self.site = site
        self.threadPool = threadPool
    }
}

/// The threads of a worker on which modules may wait.
package struct ThreadPoolConfiguration: Codable, Sendable, Equatable {
    /// The most threads that live at once; at least one.
    package var maximum: Int
    /// The most requests that wait for a thread at once; at least one. Further ones are answered 503.
    package var queue: Int

    package init(maximum: Int = 512, queue: Int = 4_096) {
        self.maximum = maximum
        self.queue = queue
    }
}

/// Lines below this level are not written. The names are those of swift-log.
package enum LogLevel: String, Codable, Sendable, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
}
