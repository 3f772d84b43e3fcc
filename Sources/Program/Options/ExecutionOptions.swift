import ArgumentParser
import Executors
import ModuleHost

/// `--execution NAME=MODE`: where modules run, as `serve` and `check` take it.
struct ExecutionOptions: ParsableArguments {
    @Option(
        name: .customLong("execution"),
        help: ArgumentHelp(
            "Where a module runs; several times.",
            discussion: """
                auto (if nothing is said): in the thread pool, and on the event loops once it has shown that it does not wait; \
                inline: on the event loops always, where whatever it waits for holds up other connections; \
                pool: in the thread pool always. The name is that of the module, which the server prints when it starts.
                """,
            valueName: "name=auto|inline|pool"))
    var texts: [String] = []

    func validate() throws { _ = try modes() }

    /// The modes by the names of modules.
    func modes() throws -> [String: ExecutionMode] {
        var modes: [String: ExecutionMode] = [:]
        for text in texts {
            // A name may hold an equals sign, a mode does not.
            guard let equals = text.lastIndex(of: "="), equals != text.startIndex,
                let mode = ExecutionMode(rawValue: String(text[text.index(after: equals)...]))
            else {
                throw ValidationError(
                    "--execution takes NAME=auto, NAME=inline or NAME=pool, such as --execution hello=pool, not '\(text)'."
                )
            }
            guard modes.updateValue(mode, forKey: String(text[..<equals])) == nil else {
                throw ValidationError(
                    "--execution names the module '\(text[..<equals])' twice; say once where it runs.")
            }
        }
        return modes
    }

    /// Tells `modules` where they run. Throws if there is no module of a name.
    func apply(to modules: inout [HostConfiguration.Module]) throws {
        for (name, mode) in try modes().sorted(by: { $0.key < $1.key }) {
            guard let index = modules.firstIndex(where: { $0.name == name }) else { throw Self.unknown(name, modules) }
            modules[index].execution = mode
        }
    }

    private static func unknown(_ name: String, _ modules: [HostConfiguration.Module]) -> StartFailure {
        let names = modules.map { "'\($0.name)'" }.joined(separator: ", ")
        let remedy = modules.isEmpty ? "no module is loaded" : "the modules are \(names)"
        return StartFailure(description: "--execution names the module '\(name)', which is not there; \(remedy).")
    }
}

extension ExecutionMode: ExpressibleByArgument {}
