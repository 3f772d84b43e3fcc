package import Configuration
package import Logging
import ModuleFiles
import ModuleHost
import OperatingSystem

/// A host without a network: loads module files into this process and drives them with requests.
///
/// Everything else is as in `modhost serve`: the same walk, the same interfaces, the same rules. Only what belongs to a
/// connection is missing. Requests may be made from any number of tasks at once.
///
///     let host = try TestHost("build/hello.so")
///     let response = await host.respond(to: .get("/hello"))
///     host.unload()
public final class TestHost: Sendable {
    private let host: ModuleHost
    private let exchanges: Lock<ExchangePool>

    /// Why a module could not be loaded: one sentence that names the file, the reason and the remedy.
    public struct LoadFailure: Error, CustomStringConvertible {
        /// The sentence.
        public let description: String
    }

    /// Loads `files` in this order, calls each `RegisterModule`, and raises APPLICATION_START.
    ///
    /// A module's code stays in the process for good; a second host in the same process loads the same image again and
    /// shares its global state.
    public convenience init(_ files: String..., root: String = "/var/empty") throws(LoadFailure) {
        var modules: [ModuleConfiguration] = []
        do {
            for path in files {
                let file = try ModuleFile.examine(path: path)
                modules.append(.init(name: file.name, path: path, image: path))
            }
        } catch {
            throw LoadFailure(description: "\(error)")
        }
        try self.init(
            ServerConfiguration(modules: modules, site: SiteConfiguration(root: root)),
            logger: Logger(label: "test host"))
    }

    /// With names, execution modes and a log of the caller's choice.
    package init(
        _ configuration: ServerConfiguration, tree: ConfigurationTree = .empty, logger: Logger
    ) throws(LoadFailure) {
        do {
            host = try ModuleHost(configuration, tree: tree, logger: logger)
        } catch {
            throw LoadFailure(description: "\(error)")
        }
        exchanges = Lock(ExchangePool(host: host))
    }

    /// Drives one request through the modules and gives their answer when the walk is over.
    public func respond(to request: TestRequest) async -> TestResponse {
        await withCheckedContinuation { continuation in
            let carrier = TestCarrier(host: host) { [self] exchange, response in
                exchanges.withLock { $0.recycle(exchange) }
                continuation.resume(returning: response)
            }
            guard let exchange = exchanges.withLock({ $0.take() }), carrier.fill(exchange, with: request) else {
                continuation.resume(returning: TestResponse())
                return
            }
            exchange.start()
        }
    }

    /// What the modules subscribed to, as `modhost check` prints it.
    public var pipeline: String { PipelineReport(host.pipeline).text }

    /// Raises STOP_LISTENING and APPLICATION_STOP and calls each `Terminate`, in reverse order. Call it when no request is under
    /// way; afterwards the host answers nothing.
    public func unload() {
        host.stopListening(isGraceful: true)
        host.unload()
    }
}
