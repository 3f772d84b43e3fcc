import ArgumentParser
import Configuration

/// Which modules are loaded, under which names, and where they run, as `serve` and `check` take it.
struct ModuleOptions: ParsableArguments {
    @Argument(
        help: "Module files, in the order in which they run within a priority.",
        completion: .file(extensions: ["so"]))
    var files: [String] = []

    @Option(
        name: .customLong("module"),
        help: ArgumentHelp("A module under a name of your choice.", valueName: "name=path"))
    var named: [String] = []

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
    var executions: [String] = []

    @Option(
        name: .customLong("module-path"),
        help: ArgumentHelp(
            "A folder with the files for Linux of modules whose images are a .dll in the configuration; several times.",
            valueName: "folder"),
        completion: .directory)
    var path: [String] = []

    /// Says what the options do.
    func fill(_ overrides: inout ConfigurationOverrides) throws {
        guard !path.isEmpty else { return }
        var folders: [String] = []
        for folder in path {
            if let reason = SiteOptions.objection(to: folder, "the modules") {
                throw StartFailure(description: "--module-path \(folder)\(reason)")
            }
            let whole = try AbsolutePath.of(folder, option: "--module-path")
            if !folders.contains(whole) { folders.append(whole) }
        }
        overrides.replaceItems("path", folders, in: "modhost/server", child: "modulePath")
    }

    /// A module as the user named it; `name` is nil if its file gives it.
    struct Request {
        let name: String?
        let path: String
    }

    /// The modules in the order given: plain files first, then named ones.
    func requests() throws -> [Request] {
        try files.map { Request(name: nil, path: $0) }
            + named.map { text in
                guard let equals = text.firstIndex(of: "="), equals != text.startIndex,
                    text.index(after: equals) != text.endIndex
                else {
                    throw ValidationError(
                        "--module takes NAME=PATH, such as --module hello=build/hello.so, not '\(text)'.")
                }
                return Request(name: String(text[..<equals]), path: String(text[text.index(after: equals)...]))
            }
    }

    /// Where modules run, by their names.
    func executionModes() throws -> [String: ExecutionMode] {
        var modes: [String: ExecutionMode] = [:]
        for text in executions {
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
}
