import Glibc
import ModuleHost
import Supervision

/// How the supervisor tells a worker what to be: arguments of the hidden command `worker`.
enum WorkerArguments {
    /// The program that runs now, by its real path.
    static func executable() -> String {
        guard let path = realpath("/proc/self/exe", nil) else { return "/proc/self/exe" }
        defer { free(path) }
        return String(cString: path)
    }

    /// Serves on `descriptors`, which the worker inherits under these numbers.
    static func make(modules: [HostConfiguration.Module], options: ServeOptions, descriptors: [Int32]) -> [String] {
        var arguments = ["worker", "--threads", "\(options.loops)"] + options.site.arguments
        for descriptor in descriptors { arguments += ["--socket", "\(descriptor)"] }
        for limit in options.limits.limits { arguments += ["--limit", limit] }
        arguments += options.accessLog.arguments + options.proxies.arguments
        for module in modules {
            arguments += ["--name", module.name, "--path", module.path, "--image", module.image]
            arguments += ["--mode", module.execution.rawValue]
        }
        return arguments
    }
}
