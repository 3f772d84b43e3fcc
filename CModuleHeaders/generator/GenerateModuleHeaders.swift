import Foundation

/// Reads the interface description and writes everything that comes from it, or checks that it is up to date.
@main
struct GenerateModuleHeaders {
    static func main() {
        do {
            let arguments = CommandLine.arguments.dropFirst()
            guard arguments.allSatisfy({ $0 == "--check" }) else {
                throw DescriptionError("usage: GenerateModuleHeaders [--check], from the root of the package")
            }
            let stale = try OutputSet(files: outputs(try read())).write(checkOnly: arguments.contains("--check"))
            guard stale.isEmpty else {
                throw DescriptionError(
                    stale.map { "\($0) is stale" }.joined(separator: "\n")
                        + "\nRun 'swift run GenerateModuleHeaders' and commit what it writes.")
            }
        } catch {
            FileHandle.standardError.write(Data("GenerateModuleHeaders: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func read() throws -> Contract {
        var families: [Family] = []
        for name in Family.order {
            let path = "CModuleHeaders/interfaces/\(name).txt"
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
                throw DescriptionError("cannot read \(path); run this from the root of the package")
            }
            families.append(Family(name: name, interfaces: try DescriptionParser.parse(text, file: path)))
        }
        return try Contract(families: families)
    }

    private static func outputs(_ contract: Contract) -> [GeneratedFile] {
        let headers = FamilyHeader(contract: contract)
        var files = [headers.forward()] + contract.families.map(headers.file)
        files += BorderFiles(contract: contract).files()
        for interface in contract.hostObjects {
            guard let object = interface.object else { continue }
            files.append(SwiftInterfaces(contract: contract).file(interface, object: object))
            files.append(SwiftTables(contract: contract).file(interface, object: object))
        }
        return files
    }
}
