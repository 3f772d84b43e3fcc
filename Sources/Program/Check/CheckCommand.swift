import ArgumentParser
import Configuration
import Glibc
import Logging
import ModuleHost
import Supervision

/// `modhost check`: loads everything in a process that is thrown away, and prints the effective pipeline.
///
/// It is a server with one worker that listens nowhere and is asked to end as soon as it is ready.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Load the modules as 'serve' would and print in which order they will run, and why.",
        discussion:
            "Takes the same options as 'serve'. Exit code 0 if everything could be loaded, 1 with the reason if not.")

    @OptionGroup var options: ServeOptions

    @Option(
        help: ArgumentHelp(
            "Print a section of the configuration as it is in force, each value with the file and line that set it, and load nothing.",
            valueName: "name"))
    var section: String?

    @Option(
        name: .customLong("at"),
        help: ArgumentHelp("The place below the server that --section is for.", valueName: "path"))
    var place: String?

    @Option(
        name: .customLong("for"),
        help: ArgumentHelp(
            "Print what is in force for a request: its site, application, folder and handler, and the modules that run for it. May be given several times.",
            valueName: "GET http://host/path"))
    var requests: [String] = []

    func validate() throws {
        if place != nil, section == nil { throw ValidationError("--at needs --section, which names what to print.") }
        if place != nil, !requests.isEmpty {
            throw ValidationError("--at and --for both say for which place; give one.")
        }
    }

    func run() throws {
        if let section { return try report(on: section) }
        let settings = try options.settings()
        var configuration = settings.configuration
        try configuration.checkFiles()
        let signals = try SignalPipe(catching: [SIGTERM, SIGINT, SIGCHLD])
        IgnoredSignals.install(IgnoredSignals.inSupervisor)
        let images = try ModuleImages(settings)
        defer { images.remove() }
        configuration.modules = images.modules
        for notice in settings.notices { print("\(notice)") }
        fflush(nil)
        var assignment = WorkerAssignment(
            configuration: configuration, tree: TreeRecord(settings.tree), isReport: true)
        assignment.requests = try requests.map { try CheckedRequest($0).report(configuration) }
        let specification = try WorkerSpecification(assignment)
        let logger = Logger(label: "check") { _ in SwiftLogNoOpLogHandler() }
        var isReady = false
        var failure: StartFailure?
        let supervisor = Supervisor(
            specification: specification, workers: 1, moduleNames: configuration.modules.map(\.name),
            policy: configuration.policy, signals: signals, logger: logger, prepare: { images.restore(logger) }
        ) { event in
            switch event {
            case .allReady:
                isReady = true
                signals.send(SIGTERM)
            case .failed(_, let reason): failure = StartFailure(description: reason)
            case .died(let report) where isReady && report.death != .exited(code: 0):
                failure = StartFailure(description: report.reason(when: "while it ended"))
            default: break
            }
        }
        let code = supervisor.run()
        if let failure { throw failure }
        // A signal from outside came before the worker was ready.
        guard isReady, code == 0 else { throw ExitCode(1) }
    }

    private func report(on name: String) throws {
        let settings = try options.settings()
        let store = ConfigurationStore(settings.tree, sites: settings.configuration.sites)
        defer { store.end() }
        let places = try requests.map { request throws in
            try CheckedRequest(request).place(settings.configuration)
        }
        for path in places.isEmpty ? [place ?? ""] : places {
            guard let section = try store.section(name, at: ConfigurationPath(path)) else {
                throw StartFailure(description: "--section: \(settings.tree.schemas.unknown(name))")
            }
            for line in SectionReport(name, section).lines { print(line) }
        }
        fflush(nil)
    }
}
