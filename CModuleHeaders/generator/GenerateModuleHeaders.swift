import Foundation

/// The command: `swift run GenerateModuleHeaders [--check]`, from the root of the package.
@main
struct GenerateModuleHeaders {
    static func main() {
        do {
            let arguments = CommandLine.arguments.dropFirst()
            guard arguments.allSatisfy({ $0 == "--check" }) else {
                throw DescriptionError("usage: GenerateModuleHeaders [--check], from the root of the package")
            }
            let generator = Generator(root: FileManager.default.currentDirectoryPath)
            let differing = try generator.run(checkOnly: !arguments.isEmpty)
            if arguments.isEmpty {
                for path in differing { print("wrote \(path)") }
            } else if !differing.isEmpty {
                throw DescriptionError(
                    differing.map { "\($0) is stale" }.joined(separator: "\n")
                        + "\nRun 'swift run GenerateModuleHeaders' and commit what it writes.")
            }
        } catch {
            FileHandle.standardError.write(Data("GenerateModuleHeaders: \(error)\n".utf8))
            exit(1)
        }
    }
}
