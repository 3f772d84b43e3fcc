import Glibc
import HostLog
import ModuleFiles
import ModuleHost

/// Builds one module: finds the tools, runs them, examines the result, and puts it in its place.
///
/// The file under the output's name is replaced in one step, and only by a module that the host would load: a host that
/// has the old one open is not disturbed, and a failed build leaves the last good one.
struct ModuleBuild {
    let options: BuildOptions
    let variables: [String: String]
    /// The host's own executable, by its real path.
    let executable: String
    /// Called with each command before it runs.
    let trace: (String) -> Void

    /// What was written.
    struct Product {
        /// Sentences that do not keep the module from loading here and now.
        let notices: [String]
    }

    /// Blocks until the module is there. The compilers' messages go to standard error as they come.
    func run() throws(BuildError) -> Product {
        try options.checkStandards()
        try BuildFolders.checkSources(options)
        try BuildFolders.prepareOutput(options)
        let scratch = try BuildFolders.makeScratch(variables["TMPDIR"])
        defer { try? FileTree.remove(scratch) }
        // Beside the output, because a file can be renamed within one file system only.
        let file = "\(options.output).\(getpid()).tmp"
        defer { unlink(file) }
        if options.languages.contains(.swift) {
            try buildSwift(to: file, scratch: scratch)
        } else {
            try buildC(to: file, scratch: scratch)
        }
        let product = try examine(file)
        guard rename(file, options.output) == 0 else {
            throw .notWritten(path: options.output, reason: FileFault.explanation(of: errno))
        }
        return product
    }

    private func buildC(to file: String, scratch: String) throws(BuildError) {
        let headers = try ModuleHeaders.find(executable: executable, override: variables["MODHOST_HEADERS"])
        var compilers: [SourceLanguage: Compiler] = [:]
        let search = CompilerSearch.current(variables)
        for language in options.languages {
            let words = try search.find(language)
            compilers[language] = Compiler(words: words, family: try Self.family(words))
        }
        var objects: [String] = []
        var refused: [(source: String, compiler: String, messages: String)] = []
        for (index, source) in options.sources.enumerated() {
            guard let compiler = compilers[source.language] else { throw .noCompiler(source.language) }
            let object = "\(scratch)/\(index).o"
            let step = BuildStep.compile(source, to: object, with: compiler, options, headers: headers)
            objects.append(object)
            let (succeeded, messages) = try run(step)
            if !succeeded { refused.append((source.path, compiler.name, messages)) }
        }
        if let first = refused.first {
            let hint = refused.lazy.compactMap { CompilerHint(messages: $0.messages) }.first
            throw .refusedSources(
                output: options.output, sources: refused.map(\.source), compiler: first.compiler, hint: hint)
        }
        guard let linker = compilers[.cPlusPlus] ?? compilers[.c] else { throw .noCompiler(.c) }
        let (linked, messages) = try run(.link(objects, to: file, with: linker, options))
        guard linked else {
            throw .refusedLink(output: options.output, compiler: linker.name, hint: CompilerHint(messages: messages))
        }
    }

    private func buildSwift(to file: String, scratch: String) throws(BuildError) {
        let headers = try ModuleHeaders.find(executable: executable, override: variables["MODHOST_HEADERS"])
        let kit = try KitLibrary.find(executable: executable, override: variables["MODHOST_KIT"])
        let compiler = Compiler(words: try CompilerSearch.current(variables).find(.swift), family: .swift)
        let step = BuildStep.swift(
            to: file, scratch: scratch, with: compiler, options, headers: headers, kit: kit)
        let (succeeded, messages) = try run(step)
        guard !succeeded else { return }
        let sources = options.sources.map(\.path)
        let hint = CompilerHint(messages: messages)
        if hint == .undefinedNames {
            throw .refusedLink(output: options.output, compiler: compiler.name, hint: hint)
        }
        throw .refusedSources(output: options.output, sources: sources, compiler: compiler.name, hint: hint)
    }

    private func run(_ step: BuildStep) throws(BuildError) -> (succeeded: Bool, messages: String) {
        trace(step.shellText)
        let run = try ToolRun(step.command, reading: .messages)
        switch run.end {
        case .exited(let code): return (code == 0, run.text)
        case .signalled(SIGINT), .signalled(SIGTERM), .signalled(SIGQUIT): throw .interrupted(signal: SIGINT)
        case .signalled(let signal): throw .crashed(program: step.compiler, signal: signal)
        }
    }

    /// Asks a compiler what it is, because `cc` may be either and each refuses flags of the other.
    private static func family(_ words: [String]) throws(BuildError) -> Compiler.Family {
        let run = try ToolRun(words + ["-dM", "-E", "-x", "c", "/dev/null"], reading: .output)
        return run.text.contains("#define __clang__ ") ? .clang : .gcc
    }

    /// Holds the result against what the host refuses; nothing in it runs.
    private func examine(_ file: String) throws(BuildError) -> Product {
        let module: ModuleFile
        do {
            module = try ModuleFile.examine(path: options.output, readFrom: file)
        } catch {
            throw .unfit(output: options.output, reason: error.reason)
        }
        let forecast = LinkForecast(module.image, path: options.output, search: .host())
        let missing = forecast.refusal(path: options.output).map { "It does not load on this machine: \($0.reason)." }
        return Product(notices: module.notices + [missing].compactMap { $0 })
    }
}
