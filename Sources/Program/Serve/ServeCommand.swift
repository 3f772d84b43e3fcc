import ArgumentParser
import Configuration
import Glibc
import Logging
import Supervision

/// `modhost serve`: the supervisor. It loads no module; its workers do.
struct ServeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve HTTP with modules.",
        discussion: """
            Loads each module in a worker process and serves until SIGTERM or SIGINT, which lets running requests end; \
            a second one ends them at once. A worker that dies is replaced at once, and the log names the module that was running.
            """)

    @OptionGroup var options: ServeOptions

    func run() throws {
        let settings = try options.settings()
        var configuration = settings.configuration
        // Signals are caught before anything is made that must be taken away again.
        let signals = try SignalPipe(catching: Self.handledSignals())
        IgnoredSignals.install(IgnoredSignals.inSupervisor)
        let images = try ModuleImages(settings)
        defer { images.remove() }
        configuration.modules = images.modules
        let addresses = try ServedAddresses(configuration)
        let code = try supervise(configuration, settings, images, addresses, signals)
        withExtendedLifetime(addresses) {}
        if code != 0 { throw ExitCode(code) }
    }

    /// What ends the server; SIGUSR1, which opens the logs anew; and SIGCHLD, which tells of children. A terminal that is closed ends the server too, unless
    /// nohup said otherwise.
    private static func handledSignals() -> [Int32] {
        var hangUp = sigaction()
        sigaction(SIGHUP, nil, &hangUp)
        let isIgnored = hangUp.__sigaction_handler.sa_handler.map { unsafeBitCast($0, to: Int.self) } == 1
        return [SIGTERM, SIGINT, SIGUSR1, SIGCHLD] + (isIgnored ? [] : [SIGHUP])
    }

    private func supervise(
        _ configuration: ServerConfiguration, _ settings: ServeSettings, _ images: ModuleImages,
        _ addresses: ServedAddresses, _ signals: SignalPipe
    ) throws -> Int32 {
        let specification = try addresses.specification(settings.tree)
        let places = addresses.places
        var failure: StartFailure?
        let log = try LogDestination(configuration.log, speaker: "modhost")
        defer { log.flush() }
        let logger = LogFormat.logger(speaker: "modhost", configuration.log, to: log)
        for notice in settings.notices { logger.notice("\(notice)") }
        let supervisor = Supervisor(
            specification: specification, workers: addresses.workers, moduleNames: configuration.modules.map(\.name),
            policy: configuration.policy, signals: signals, logger: logger, prepare: { images.restore(logger) }
        ) { event in
            switch event {
            case .allReady: Self.greet(places, configuration.modules)
            case .failed(_, let reason): failure = StartFailure(description: reason)
            case .reopeningLogs: log.reopen(logger)
            default: break
            }
        }
        let code = supervisor.run()
        guard let failure else { return code }
        // Standard error has it too, for the one who starts the server.
        if configuration.log.path != nil { logger.critical("\(failure)") }
        throw failure
    }

    /// What a person wants to know when everything is up.
    private static func greet(_ addresses: [ListenAddress], _ modules: [ModuleConfiguration]) {
        var seen: Set<String> = []
        let places = addresses.map { "\($0)" }.filter { seen.insert($0).inserted }
        for place in places {
            print(place.hasPrefix("unix:") ? "modhost listens on \(place)" : "modhost listens on http://\(place)")
        }
        if modules.isEmpty { print("no modules: every request is answered 404") }
        for module in modules { print("module \"\(module.name)\" from \(module.path)") }
        print("Ctrl-C ends it.")
        fflush(nil)
    }
}
