import CSharedPage
import Glibc
import ModuleHost
import Supervision

/// How the supervisor tells a worker what to be: arguments of the hidden command `worker`.
enum WorkerArguments {
    /// The program that runs now, by its real path. Called at the start, while the working folder is that of the launcher.
    ///
    /// Where no /proc is mounted the system has noted under which name the program was started.
    static func executable() throws(StartFailure) -> String {
        let name = ProcessCalls_ExecutedName().map { String(cString: $0) }
        for candidate in ["/proc/self/exe", name].compactMap({ $0 }) {
            guard let path = realpath(candidate, nil) else { continue }
            defer { free(path) }
            return String(cString: path)
        }
        throw StartFailure(
            description:
                "the program cannot find its own file, from which it starts its workers; mount /proc, or start it by its "
                + "whole path")
    }

    /// Serves on `descriptors`, which the worker inherits under these numbers.
    static func make(
        modules: [HostConfiguration.Module], options: ServeOptions, descriptors: [Int32]
    )
        throws(StartFailure) -> [String]
    {
        var arguments = try ["worker", "--threads", "\(options.loops)"] + options.site.arguments()
        for descriptor in descriptors { arguments += ["--socket", "\(descriptor)"] }
        for limit in options.limits.limits { arguments += ["--limit", limit] }
        arguments += try options.accessLog.arguments() + options.proxies.arguments
        for module in modules {
            arguments += ["--name", module.name, "--path", module.path, "--image", module.image]
            arguments += ["--mode", module.execution.rawValue]
        }
        return arguments
    }
}
