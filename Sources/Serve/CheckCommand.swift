import ArgumentParser
import Glibc
import ModuleHost
import Supervision

/// `modhost check`: loads everything in a process that is thrown away, and prints the effective pipeline.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Load the modules as 'serve' would and print in which order they will run, and why.",
        discussion: "Takes the same options as 'serve'. Exit code 0 if everything could be loaded, 1 with the reason if not.")

    @OptionGroup var options: ServeOptions

    func run() throws {
        let images = try ModuleImages(options.requests())
        defer { images.remove() }
        let specification = WorkerSpecification(
            executable: WorkerArguments.executable(),
            arguments: WorkerArguments.make(modules: images.modules, options: options, descriptors: []) + ["--report"])
        let process = try SpawnedProcess(specification)
        let death = wait(for: process)
        images.remove()
        switch death {
        case .exited(let code) where code == 0: return
        case .exited(let code): throw ExitCode(code)
        default: throw CheckFailure(death: death)
        }
    }

    /// The process ends by itself, or is ended when a module does not let it.
    private func wait(for process: SpawnedProcess) -> WorkerDeath {
        let limit: Int32 = 60_000
        var entry = pollfd(fd: process.pidfd, events: Int16(POLLIN), revents: 0)
        if poll(&entry, 1, limit) == 0 { process.send(SIGKILL) }
        while true {
            if let death = process.reap() { return death }
            poll(&entry, 1, -1)
        }
    }
}

/// A module ended the process in which it was tried.
struct CheckFailure: Error, CustomStringConvertible {
    let death: WorkerDeath

    var description: String {
        "the process that loaded the modules ended \(death.description); run 'modhost check' with one module at a time to see which one did it."
    }
}
