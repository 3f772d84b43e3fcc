import ArgumentParser
import ModuleFiles
import ModuleHost

/// `modhost inspect`: what module files say of themselves. None of their code runs.
struct InspectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what module files say of themselves, without running them.",
        discussion: "Exits with 1 if one of them could not be loaded."
    )

    @Argument(help: "Module files.", completion: .file(extensions: ["so"]))
    var files: [String]

    func run() throws {
        var isEveryoneLoadable = true
        for (index, file) in files.enumerated() {
            let report = ImageReport(path: file)
            print(report.text, terminator: index + 1 < files.count ? "\n" : "")
            isEveryoneLoadable = isEveryoneLoadable && report.isLoadable
        }
        if !isEveryoneLoadable { throw ExitCode(1) }
    }
}
