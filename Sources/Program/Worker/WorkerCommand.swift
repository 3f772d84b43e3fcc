import ArgumentParser
import CSharedPage
import Configuration
import Executors
import Glibc
import HTTPFront
import HostLog
import Logging
import ModuleFiles
import ModuleHost
import OperatingSystem
import Supervision

/// `modhost worker`, which only the supervisor calls: loads the modules and serves on the sockets it inherits.
///
/// It takes no arguments; its ``WorkerAssignment`` comes over the channel to the supervisor.
struct WorkerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "worker", abstract: "The process that serves; started by 'modhost serve'.", shouldDisplay: false)

    func run() throws {
        let link = try WorkerLink()
        try link.page.installCrashHandler()
        WorkerThreads.main(link).started()
        let signals = try SignalPipe(catching: Worker.caught)
        do {
            let worker = try Worker(WorkerAssignment(decoding: link.receiveConfiguration()), link, signals)
            try worker.isReport ? worker.report() : worker.serve()
        } catch {
            link.reportFailure("\(error)")
            throw ExitCode(1)
        }
    }
}

/// One worker from its assignment to its end, on the main thread.
private struct Worker {
    let isReport: Bool
    private let assignment: WorkerAssignment
    private let configuration: ServerConfiguration
    private let link: WorkerLink
    private let signals: SignalPipe
    private let log: LogDestination
    private let logger: Logger

    /// The signals that end a worker and open its logs anew. The supervisor asks for both over the channel; the
    /// signals are for programs that send them to every process of the server.
    static let caught = [SIGTERM, SIGUSR1]
    /// Seconds; longer than the supervisor waits.
    private static let orphanLimit: UInt32 = 40

    /// Listens to the supervisor from now on, and keeps processes that modules fork away from what the worker inherited.
    init(_ assignment: WorkerAssignment, _ link: WorkerLink, _ signals: SignalPipe) throws {
        self.assignment = assignment
        configuration = assignment.configuration
        isReport = assignment.isReport
        self.link = link
        self.signals = signals
        // What `modhost check` has to say is for whoever called it.
        var log = configuration.log
        if isReport { (log.path, log.format) = (nil, .text) }
        let speaker = "worker \(link.position)"
        let (destination, problem) = try Self.destination(of: log, speaker)
        self.log = destination
        logger = LogFormat.logger(speaker: speaker, log, to: destination)
        if let problem { logger.warning("\(problem); this worker logs to standard error") }
        try link.confineForkedChildren(further: assignment.sockets)
        try link.listen(limit: Self.orphanLimit) { [logger] message in
            switch message {
            case .success(.end): signals.send(SIGTERM)
            case .success(.reopenLogs): signals.send(SIGUSR1)
            case .success(let message):
                logger.warning("the supervisor sent \(message), which a running worker does not expect")
            case .failure(.closedHere): logger.error("\(ChannelError.closedHere); this worker ends")
            case .failure(let error): logger.warning("a message of the supervisor was not understood: \(error)")
            }
        }
    }

    /// The supervisor could open the file: if a worker that replaces another cannot any more, the server goes on without.
    private static func destination(
        of log: LogConfiguration, _ speaker: String
    ) throws(LogFileError) -> (LogDestination, LogFileError?) {
        do throws(LogFileError) {
            return (try LogDestination(log, speaker: speaker, isHeld: true), nil)
        } catch {
            var other = log
            other.path = nil
            return (try LogDestination(other, speaker: speaker, isHeld: true), error)
        }
    }

    /// Serves until it is asked to end. Throws why it cannot.
    func serve() throws {
        let accessLog = try openAccessLog()
        let host = try loadModules()
        let front = try HTTPFront(
            host: host, threads: configuration.threads, logger: logger, hooks: WorkerThreads.loop(link),
            limits: configuration.limits, proxies: ProxyPolicy(configuration.proxies), accessLog: accessLog)
        try front.listen(on: assignment.sockets, addresses: assignment.addresses)
        // A client that goes away while a file is sent to it must not end the worker.
        IgnoredSignals.install(IgnoredSignals.inWorker)
        host.watchProcess()
        link.page.noteImages()
        log.release()
        link.reportReady()
        while signals.wait() == SIGUSR1 {
            // A new file is made with the umask.
            host.checkProcess()
            log.reopen(logger)
            front.reopenAccessLog()
        }
        link.page.state = .draining
        link.forgetInherited()
        stop(host, front, accessLog)
        log.flush()
        link.page.state = .stopped
    }

    /// Loads the modules for `modhost check`, and ends when it is asked to: what is printed here is the answer of the command.
    func report() throws {
        let host = try loadModules()
        log.release()
        let reports = assignment.requests.map { PlaceReport($0, host).text }
        print(reports.isEmpty ? PipelineReport(host.pipeline).text : reports.joined(separator: "\n"), terminator: "")
        fflush(nil)
        link.reportReady()
        while signals.wait() != SIGTERM {}
        alarm(Self.orphanLimit)
        link.page.state = .draining
        host.unload()
        link.page.state = .stopped
    }

    private func loadModules() throws -> ModuleHost {
        guard let tree = assignment.tree.map({ $0.tree() }) ?? .empty else {
            throw StartFailure(
                description:
                    "the worker does not understand its configuration (it is not whole); start the server again")
        }
        for module in configuration.modules { SwiftRuntime.open(for: module.image) }
        return try ModuleHost(
            configuration, tree: tree, logger: logger, threads: WorkerThreads.pool(link),
            processState: ProcessState(caught: Self.caught, ignored: IgnoredSignals.inWorker))
    }

    /// Before any module runs, which could change where the path leads and with which permissions a file is made.
    private func openAccessLog() throws -> AccessLog? {
        guard let accessLog = configuration.accessLog else { return nil }
        let names = Dictionary(configuration.sites.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        return try AccessLog(
            accessLog, product: ModuleHost.productName, siteName: names.count == 1 ? configuration.site.name : "",
            siteNames: names, logger: logger)
    }

    /// No new connections; the requests that run are answered; then each module's Terminate is called.
    private func stop(_ host: ModuleHost, _ front: HTTPFront, _ log: AccessLog?) {
        // The supervisor ends a worker that does not finish; one that has lost its supervisor ends itself.
        alarm(Self.orphanLimit)
        host.stopListening(isGraceful: true)
        front.drain()
        front.shutdown()
        log?.close()
        host.unload()
    }
}

/// What each thread of a worker does first and last: its breadcrumb slot and its stack for the crash handler.
enum WorkerThreads {
    static func hooks(_ link: WorkerLink, kind: UInt32) -> ThreadHooks {
        ThreadHooks(
            started: {
                _ = link.page.claimSlot(kind: kind)
                _ = CrashHandler_PrepareThread()
            },
            ends: {
                SharedPage_ReleaseSlot(Breadcrumb_Current())
                CrashHandler_ReleaseThread()
            })
    }

    static func loop(_ link: WorkerLink) -> ThreadHooks { hooks(link, kind: BreadcrumbKindLoop) }
    static func pool(_ link: WorkerLink) -> ThreadHooks { hooks(link, kind: BreadcrumbKindPool) }
    static func main(_ link: WorkerLink) -> ThreadHooks { hooks(link, kind: BreadcrumbKindOther) }
}
