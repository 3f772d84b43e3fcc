import Glibc
import OperatingSystem

/// Everything that a server is told: one value, filled once from the options, and never changed afterwards.
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
    /// The sites that are served; at least one.
    package var sites: [SiteConfiguration]
    /// The application pools; none if none is described.
    package var pools: [PoolConfiguration] = []
    /// The name that IHttpServer::GetAppPoolName answers.
    package var poolName = "DefaultAppPool"
    /// The threads of a worker on which modules may wait.
    package var threadPool: ThreadPoolConfiguration
    /// What one client may ask.
    package var limits = ClientLimits()
    /// Nil if no access log is written.
    package var accessLog: AccessLogConfiguration?
    /// Which proxies are believed about the client of a request.
    package var proxies = ProxyConfiguration()
    /// How much the log tells, and where.
    package var log = LogConfiguration()

    /// The defaults, but for what is given.
    package init(
        modules: [ModuleConfiguration] = [], site: SiteConfiguration = SiteConfiguration(),
        threadPool: ThreadPoolConfiguration = ThreadPoolConfiguration()
    ) {
        self.modules = modules
        sites = [site]
        self.threadPool = threadPool
    }

    /// The one site of a server that has no others.
    package var site: SiteConfiguration {
        get { sites[0] }
        set { sites[0] = newValue }
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

/// The log: what the server and its modules have to say.
package struct LogConfiguration: Codable, Sendable, Equatable {
    /// How much it tells.
    package var level = LogLevel.info
    /// The file, which each process of the server opens for appending; nil for standard error.
    package var path: String?
    /// How its lines look.
    package var format = LogForm.text

    /// To standard error, as text.
    package init() {}
}

/// How a line of the log looks.
package enum LogForm: String, Codable, CaseIterable, Sendable {
    /// Time, level, process, sentence, and what belongs to it as `name=value`.
    case text
    /// One JSON object on each line.
    case json
}

/// Lines below this level are not written. The names are those of swift-log.
package enum LogLevel: String, Codable, Sendable, CaseIterable {
    case trace, debug, info, notice, warning, error, critical
}

/// One module to load.
package struct ModuleConfiguration: Codable, Sendable, Equatable {
    /// The name in logs, GetName and server variables.
    package var name: String
    /// The file as the user named it; interfaces and logs show this one.
    package var path: String
    /// The same from the root on: where the module finds what lies beside it.
    package let absolutePath: String
    /// The file to open: a private copy of it.
    package var image: String
    /// Where its notifications may run.
    package var execution: ExecutionMode
    /// The application pools that it is for; empty for all.
    package var pools: [String] = []

    /// Made before any module runs, which may change the working folder.
    package init(name: String, path: String, image: String, execution: ExecutionMode = .auto) {
        self.name = name
        self.path = path
        absolutePath = AbsolutePath.of(path) ?? path
        self.image = image
        self.execution = execution
    }
}

/// Where the walks that can call a module may run (`--execution`).
package enum ExecutionMode: String, Codable, Sendable, CaseIterable {
    /// On the pool at first; on the event loops once the module has shown that it does not wait.
    case auto
    /// On the event loops always: the operator knows that the module does not wait.
    case inline
    /// On the pool always.
    case pool
}

/// How far symbolic links may lead on the way from a URL to a file.
package enum SymbolicLinks: String, Codable, Sendable, CaseIterable {
    /// They are followed as long as what they lead to is below the site's root.
    case inside
    /// They are followed wherever they lead.
    case any
    /// No link below the root is followed.
    case none
}

/// What one client may ask of a worker. Times in seconds, sizes in bytes; 0 means no limit where that is said.
package struct ClientLimits: Codable, Sendable, Equatable {
    /// All header fields of a request: 431 beyond. The limit of 16,383 on the URL is the module API's and cannot be raised.
    package var headerBytes = 16_384
    /// Header fields: 431 beyond.
    package var headerCount = 100
    /// The body of a request: 413 beyond. 0: no limit.
    package var bodyBytes: UInt64 = 30_000_000
    /// From the first byte of a head to its last: 408 after that.
    package var headSeconds: Int64 = 15
    /// A body that comes more slowly than this many bytes a second, over a few seconds, is given up. 0: no limit.
    package var bodyBytesPerSecond = 240
    /// How long a connection may stay open between two requests.
    package var idleSeconds: Int64 = 120
    /// How long a client may take none of its response.
    package var writeSeconds: Int64 = 60
    /// How long an idle connection may still make one more request after its worker has begun to drain: a client may be sending
    /// one at that moment.
    package var drainSeconds: Int64 = 1
    /// Requests on one connection; it is closed after the last. 0: no limit.
    package var requestsPerConnection = 0
    /// Connections of the worker; 503 beyond. 0: no limit but that of descriptors.
    package var connections = 0
    /// Connections of one client address; 503 beyond. 0: no limit.
    package var connectionsPerAddress = 0

    /// The default limits.
    package init() {}
}

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

/// Which proxies are believed about the client of a request.
package struct ProxyConfiguration: Codable, Sendable, Equatable {
    /// Their addresses as `TrustedProxies` in HTTPFront reads them: 10.0.0.1, 10.0.0.0/8, ::1, or unix: for all that comes by unix
    /// sockets.
    package var trusted: [String] = []
    /// Each connection begins with a header of the PROXY protocol.
    package var expectsHeader = false

    /// No proxy is believed.
    package init() {}
}

/// A path that a user gave, made independent of the working folder, which a module may change.
package enum AbsolutePath {
    /// `path` from the root on, links and dots as they are: what a user put beside a link is found there. Nil if the path is
    /// relative and the working folder has been removed.
    package static func of(_ path: String) -> String? {
        if path.hasPrefix("/") { return path }
        guard let folder = getcwd(nil, 0) else { return nil }
        defer { free(folder) }
        return "\(String(cString: folder))/\(path)"
    }
}

/// What is wrong with a value that a user gave: one sentence that shows the value, the reason and the remedy.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
