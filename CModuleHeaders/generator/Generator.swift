import Foundation

/// Reads the interface description of one package and writes everything that comes from it.
struct Generator {
    /// The root of the package.
    let root: String

    /// Writes each output that differs from what is there, or with `checkOnly` nothing.
    ///
    /// - Returns: the paths of the outputs that differed.
    func run(checkOnly: Bool) throws -> [String] {
        var differing: [String] = []
        for file in try outputs() {
            let data = Data(file.text.utf8)
            let path = "\(root)/\(file.path)"
            if FileManager.default.contents(atPath: path) == data { continue }
            differing.append(file.path)
            if checkOnly { continue }
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try data.write(to: URL(fileURLWithPath: path))
        }
        return differing
    }

    /// Everything that the description gives, in a fixed order.
    func outputs() throws -> [GeneratedFile] {
        let contract = try readContract()
        let facts = try readFacts()
        try FactsCheck(facts: facts, contract: contract).run()
        let layouts = try readLayouts()
        let conventionsPath = "CModuleHeaders/interfaces/conventions.txt"
        let conventions = try Conventions(read(conventionsPath), file: conventionsPath)
        let headers = FamilyHeader(contract: contract)
        var files = [conventions.header(), headers.forward()] + contract.families.map(headers.file)
        files += BorderFiles(contract: contract).files()
        files.append(InterfaceFamilies(contract: contract).file())
        files += ResultNumbers(layouts: layouts).files()
        for family in FactsFile.allCases { files += try family.outputs(facts, contract) }
        let interfaces = SwiftInterfaces(contract: contract, notImplemented: try layouts.expression(of: "E_NOTIMPL"))
        let tables = SwiftTables(contract: contract, refused: try layouts.expression(of: "E_HANDLE"))
        for interface in contract.hostObjects {
            guard let object = interface.object else { continue }
            files.append(interfaces.file(interface, object: object))
            files.append(tables.file(interface, object: object))
        }
        let assertions = LayoutAssertions(contract: contract, layouts: layouts)
        let page = ReferencePage(contract: contract, conventions: conventions)
        files += [GeneratedFile("CModuleHeaders/layout.c", assertions.c), page.file()]
        let lock = LockFile(contract: contract, layouts: layouts)
        files.append(try lock.file(previous: (try? read(LockFile.path)) ?? ""))
        return files
    }

    func readLayouts() throws -> LayoutDescription {
        let path = "CModuleHeaders/interfaces/layouts.txt"
        return try LayoutDescription(read(path), file: path, facts: readFacts())
    }

    func readFacts() throws -> Facts {
        try checkNames(in: FactsFile.folder, FactsFile.allCases.map(\.rawValue), listedIn: "FactsFile")
        return try FactsParser.parse { file throws(DescriptionError) in try read(file.path) }
    }

    func readContract() throws -> Contract {
        var families: [Family] = []
        let folder = "CModuleHeaders/interfaces"
        try checkNames(in: folder, Family.order + ["conventions", "layouts"], listedIn: "Family.order")
        for name in Family.order {
            let path = "\(folder)/\(name).txt"
            families.append(Family(name: name, interfaces: try DescriptionParser.parse(read(path), file: path)))
        }
        return try Contract(families: families)
    }

    /// Throws for a file of a folder that nothing reads: its family would be forgotten.
    private func checkNames(in folder: String, _ known: [String], listedIn list: String) throws(DescriptionError) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(root)/\(folder)")) ?? []
        for name in names.sorted() where name.hasSuffix(".txt") && !known.contains(String(name.dropLast(4))) {
            throw DescriptionError(
                "\(folder)/\(name) is not listed in \(list) of the generator, so nothing reads it: add it")
        }
    }

    private func read(_ path: String) throws(DescriptionError) -> String {
        guard let text = try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8) else {
            throw DescriptionError("cannot read \(path); run this from the root of the package")
        }
        return text
    }
}
