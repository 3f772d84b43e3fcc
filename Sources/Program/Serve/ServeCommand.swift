import ArgumentParser
import Glibc
import Logging
import ModuleFiles
import ModuleHost
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
        let addresses = try options.listenAddresses()
        try options.site.check()
        // Signals are caught before anything is made that must be taken away again.
        let signals = try SignalPipe(catching: Self.handledSignals())
        PassedOverSignals.install(PassedOverSignals.inSupervisor)
        let images = try ModuleImages(options.requests(), execution: options.execution)
        defer { images.remove() }
        // Each worker has sockets of its own, one per loop, and the system spreads connections over all of them. A socket
        // file can have only one, which they share.
        var sockets: [[ListeningSocket]] = []
        for address in addresses {
            sockets.append(try ListeningSocket.open(address, count: options.loops * options.workers))
        }
        let code = try supervise(images, sockets, signals)
        withExtendedLifetime(sockets) {}
        if code != 0 { throw ExitCode(code) }
    }

    /// What ends the server; SIGUSR1, which opens the access log anew; and SIGCHLD, which tells of children. A terminal that is closed ends the server too, unless
    /// nohup said otherwise.
    private static func handledSignals() -> [Int32] {
        var hangUp = sigaction()
        sigaction(SIGHUP, nil, &hangUp)
        let isIgnored = hangUp.__sigaction_handler.sa_handler.map { unsafeBitCast($0, to: Int.self) } == 1
        return [SIGTERM, SIGINT, SIGUSR1, SIGCHLD] + (isIgnored ? [] : [SIGHUP])
    }

    private func supervise(
        _ images: ModuleImages, _ sockets: [[ListeningSocket]], _ signals: SignalPipe
    ) throws -> Int32 {
        let own = (0..<options.workers).map { Self.descriptors(of: sockets, worker: $0, of: options.workers) }
        var specification = WorkerSpecification(
            executable: try WorkerArguments.executable(),
            arguments: try WorkerArguments.make(
                modules: images.modules, options: options, descriptors: own[0].map(\.child)))
        specification.ownDescriptors = own
        let places = sockets.compactMap(\.first?.address)
        var failure: StartFailure?
        let logger = LogFormat.logger(speaker: "modhost")
        let supervisor = Supervisor(
            specification: specification, workers: options.workers, moduleNames: images.modules.map(\.name),
            policy: options.policy, signals: signals, logger: logger, prepare: { Self.restore(images, logger) }
        ) { event in
            switch event {
            case .allReady: Self.greet(places, images.modules)
            case .failed(_, let reason): failure = StartFailure(description: reason)
            default: break
            }
        }
        let code = supervisor.run()
        if let failure { throw failure }
        return code
    }

    /// A worker is about to start. A sentence if its images are not to be had.
    static func restore(_ images: ModuleImages, _ logger: Logger) -> String? {
        do throws(LoadError) {
            if try images.restore() {
                logger.notice("the copies of the modules in \(images.folder) had been removed, and were made again")
            }
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// What one worker inherits: its share of the sockets of each address, under numbers that are the same for all.
    private static func descriptors(
        of sockets: [[ListeningSocket]], worker: Int, of workers: Int
    ) -> [InheritedDescriptor] {
        let share = sockets.flatMap { all -> ArraySlice<ListeningSocket> in
            guard all.count > 1 else { return all[...] }
            let count = all.count / workers
            return all[(worker * count)..<((worker + 1) * count)]
        }
        return share.enumerated().map {
            InheritedDescriptor(parent: $0.element.descriptor, child: ControlDescriptors.firstFree + Int32($0.offset))
        }
    }

    /// What a person wants to know when everything is up.
    private static func greet(_ addresses: [ListenAddress], _ modules: [HostConfiguration.Module]) {
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

/// The first workers could not load the modules, or could not serve.
struct StartFailure: Error, CustomStringConvertible {
    /// One sentence with the remedy.
    let description: String
}
