import ArgumentParser
import CSharedPage
import Executors
import Glibc
import HTTPFront
import Logging
import ModuleHost
import Supervision

/// `modhost worker`, which only the supervisor calls: loads the modules and serves on the sockets it inherits.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "The process that serves; started by 'modhost serve'.", shouldDisplay: false)

    @Option var threads: Int = 1
    @Option(name: .customLong("socket")) var sockets: [Int32] = []
    @Option(name: .customLong("name")) var names: [String] = []
    @Option(name: .customLong("path")) var paths: [String] = []
    @Option(name: .customLong("image")) var images: [String] = []
    @Option(name: .customLong("mode")) var modes: [ExecutionMode] = []
    @OptionGroup var site: SiteOptions
    @OptionGroup var limits: LimitOptions
    @OptionGroup var accessLog: AccessLogOptions
    @OptionGroup var proxies: ProxyOptions
    @Flag(help: "Load the modules, print the pipeline, and end.") var report = false

    func run() throws {
        guard names.count == paths.count, names.count == images.count, names.count == modes.count else {
            throw ValidationError("each module takes --name, --path, --image and --mode.")
        }
        let link = try WorkerLink(further: sockets)
        let gate = LogGate()
        let logger = LogFormat.logger(speaker: "worker \(link.position)", gate: gate)
        try link.page.installCrashHandler()
        WorkerThreads.main(link).started()
        let signals = try SignalPipe(catching: Self.caught)
        try link.watchLifeline(limit: Self.orphanLimit) { signals.send(SIGTERM) }
        link.confineForkedChildren()
        let host: ModuleHost
        let front: HTTPFront
        let log: AccessLog?
        do {
            let limits = try limits.parsed()
            var configuration = try configuration(limits.pool)
            configuration.keepsUserNames = accessLog.path != nil
            log = report ? nil : try openAccessLog(configuration.siteName, logger)
            host = try ModuleHost(
                configuration, logger: logger, threads: WorkerThreads.pool(link),
                processState: ProcessState(caught: Self.caught, passedOver: PassedOverSignals.inWorker))
            if report { return printReport(of: host, link, gate, signals) }
            front = try HTTPFront(
                host: host, threads: threads, logger: logger, hooks: WorkerThreads.loop(link), limits: limits.front,
                proxies: proxies.policy(), accessLog: log)
            try front.listen(on: sockets)
            // SwiftNIO has SIGPIPE ignored as soon as there is a socket.
            PassedOverSignals.install(PassedOverSignals.inWorker)
            host.watchProcess()
        } catch {
            link.reportFailure("\(error)")
            throw ExitCode(1)
        }
        link.page.noteImages()
        gate.open()
        link.reportReady()
        while signals.wait() == SIGUSR1 {
            // A new file is made with the umask.
            host.checkProcess()
            front.reopenAccessLog()
        }
        link.page.state = .draining
        link.forgetInherited()
        stop(host, front, log)
        link.page.state = .stopped
    }

    /// What a worker is told by signals: to end, and to open the access log anew.
    private static let caught = [SIGTERM, SIGUSR1]

    /// Before any module runs, which could change where the path leads and with which permissions a file is made.
    private func openAccessLog(_ siteName: String, _ logger: Logger) throws -> AccessLog? {
        guard let path = accessLog.path else { return nil }
        try PosixThread.ensureAvailable(1, named: "modhost-access")
        return try AccessLog(
            path: path, format: accessLog.format, product: ModuleHost.productName, siteName: siteName, logger: logger)
    }

    /// No new connections; what runs ends; then the modules hear of the end.
    private func stop(_ host: ModuleHost, _ front: HTTPFront, _ log: AccessLog?) {
        // The supervisor ends a worker that does not finish; one that has lost its supervisor ends itself.
        alarm(Self.orphanLimit)
        host.stopListening(isGraceful: true)
        front.drain()
        front.shutdown()
        log?.close()
        host.unload()
    }

    /// Seconds; longer than the supervisor waits.
    private static let orphanLimit: UInt32 = 40

    private func configuration(_ pool: WorkerPoolLimits) throws -> HostConfiguration {
        let modules = names.indices.map {
            HostConfiguration.Module(name: names[$0], path: paths[$0], image: images[$0], execution: modes[$0])
        }
        return HostConfiguration(modules: modules, root: try site.path(), links: site.symlinks, pool: pool)
    }

    /// For `modhost check`: what is printed here is its answer.
    private func printReport(of host: ModuleHost, _ link: WorkerLink, _ gate: LogGate, _ signals: SignalPipe) {
        gate.open()
        print(PipelineReport(host.pipeline).text, terminator: "")
        fflush(nil)
        link.reportReady()
        _ = signals.wait()
        alarm(Self.orphanLimit)
        link.page.state = .draining
        host.unload()
        link.page.state = .stopped
    }
}
