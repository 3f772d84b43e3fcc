import ArgumentParser
import Glibc
import HostLog
import ModuleHost
import Supervision

/// `modhost build`: a module out of its sources, with the flags and headers that it needs.
struct BuildCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "build",
        abstract: "Build a module from C, C++ or Swift sources.",
        usage: "modhost build <source> ... -o <file.so> [<options>] [-- <compiler flag> ...]",
        discussion: """
            Headers and flags come from modhost; the compiler's messages are passed on unchanged. C and C++ sources can \
            be mixed, Swift sources go by themselves. The file under the output's name is replaced only when the new \
            module is complete and would load.

            CC, CXX and SWIFTC name other compilers, MODHOST_HEADERS other headers. What follows -- goes to the compiler \
            as it is.
            """
    )

    @Argument(
        help: ArgumentHelp("Sources (.c, .cpp, .cc, .cxx or .swift), and after -- flags.", valueName: "source"),
        completion: .file())
    var operands: [String] = []

    @Option(name: [.customShort("o"), .customLong("output")], help: "The module to write.", completion: .file())
    var output: String

    @Option(
        name: [.customLong("std"), .customLong("std", withSingleDash: true)],
        help: ArgumentHelp(
            "The language standard, such as c11 or gnu++14 (default: gnu11 and gnu++17).", valueName: "standard"))
    var standards: [String] = []

    @Option(
        name: .customShort("D", allowingJoined: true), help: ArgumentHelp("Define a macro.", valueName: "name[=value]"))
    var defines: [String] = []

    @Option(
        name: .customShort("I", allowingJoined: true),
        help: ArgumentHelp("Look for headers in a folder.", valueName: "folder"))
    var includeFolders: [String] = []

    @Option(
        name: .customShort("L", allowingJoined: true),
        help: ArgumentHelp("Look for libraries in a folder.", valueName: "folder"))
    var libraryFolders: [String] = []

    @Option(
        name: .customShort("l", allowingJoined: true), help: ArgumentHelp("Link a library.", valueName: "library"))
    var libraries: [String] = []

    @Flag(name: [.customLong("debug"), .customShort("g")], help: "Build for a debugger, without optimisation.")
    var isDebug = false

    @Flag(name: [.customLong("verbose"), .customShort("v")], help: "Print each command before it runs.")
    var isVerbose = false

    /// Arguments that begin with a hyphen come after --, so the first of them begins the flags.
    private var sources: ArraySlice<String> { operands.prefix { !$0.hasPrefix("-") } }

    func validate() throws {
        if sources.isEmpty { throw ValidationError("Name at least one source, such as hello.c.") }
    }

    /// Arguments of the program in the form in which they can be parsed: `-DNAME=VALUE`, which compilers take and the
    /// parser reads as the option DNAME, becomes `-D NAME=VALUE`. Only for `build`, and only before `--`.
    static func separated(_ arguments: [String]) -> [String] {
        guard arguments.first == configuration.commandName else { return arguments }
        let end = arguments.firstIndex(of: "--") ?? arguments.endIndex
        let options = arguments[..<end].flatMap { argument in
            let isJoined = argument.hasPrefix("-D") && argument.dropFirst(2).contains("=")
            return isJoined ? ["-D", String(argument.dropFirst(2))] : [argument]
        }
        return options + arguments[end...]
    }

    func run() throws {
        var options = BuildOptions(sources: try SourceFile.list(Array(sources)), output: output)
        options.standards = standards
        options.defines = defines
        options.includeFolders = includeFolders
        options.libraryFolders = libraryFolders
        options.libraries = libraries
        options.isDebug = isDebug
        options.extra = Array(operands[sources.endIndex...])
        let variables = Self.variables()
        options.hasColor =
            isatty(STDERR_FILENO) == 1 && variables["NO_COLOR"] == nil && variables["TERM"] != "dumb"
        let trace: (String) -> Void = { [isVerbose] line in if isVerbose { StandardError.write(line) } }
        let build = ModuleBuild(
            options: options, variables: variables, executable: try Self.executable(), trace: trace)
        let product: ModuleBuild.Product
        do {
            product = try build.run()
        } catch {
            guard case .interrupted(let signal) = error else { throw error }
            StandardError.write("\(error)")
            throw ExitCode(128 + signal)
        }
        for notice in product.notices { StandardError.write("notice: \(notice)") }
        print("Wrote \(output); try it: \(LaunchState.programName) serve \(output)")
    }

    /// The variables that a build heeds.
    private static func variables() -> [String: String] {
        let names = ["PATH", "CC", "CXX", "SWIFTC", "MODHOST_HEADERS", "MODHOST_KIT", "TMPDIR", "NO_COLOR", "TERM"]
        var variables: [String: String] = [:]
        for name in names {
            if let value = getenv(name) { variables[name] = String(cString: value) }
        }
        return variables
    }

    /// The real path of this program.
    private static func executable() throws(BuildError) -> String {
        do throws(StartFailure) {
            return try OwnExecutable.path()
        } catch {
            throw .noHeaders(above: LaunchState.programName)
        }
    }
}
