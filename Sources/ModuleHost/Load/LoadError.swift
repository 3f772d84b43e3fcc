/// Why a module file is refused. `description` is one sentence that names the file, the reason and the remedy.
///
/// `path` is the file as the configuration gave it, never the private copy.
package enum LoadError: Error, Sendable, Equatable {
    // MARK: The file
    case noSuchFile(path: String)
    case directory(path: String)
    case notRegular(path: String)
    case unreadable(path: String, reason: String)
    case tooLarge(path: String, limit: Int)
    case empty(path: String)
    case notELF(path: String, kind: ForeignFileKind)
    case badName(path: String, name: String)

    // MARK: The image
    case wrongMachine(path: String, machine: String)
    case executable(path: String)
    case objectFile(path: String)
    case coreDump(path: String)
    case truncated(path: String, needed: Int, size: Int)
    case damaged(path: String, detail: String)
    case executableStack(path: String, headerMissing: Bool)

    // MARK: The contract
    case noEntry(path: String)
    case hiddenEntry(path: String)
    case entryIsData(path: String, symbol: String)
    case damagedNote(path: String)
    case contractMismatch(path: String, module: ContractVersion)
    case wideCharacterSize(path: String, bytes: UInt32)
    case swiftVersion(path: String, module: String)
    case staticSwiftRuntime(path: String)

    // MARK: What it needs
    case missingLibrary(path: String, library: String, requiredBy: String?, reason: String)
    case undefinedSymbols(path: String, names: [String])
    case undefinedSymbolInLibrary(path: String, library: String, name: String)
    case missingVersion(path: String, library: String, version: String)
    case unusableLibrary(path: String, library: String, reason: String)
    case noStaticTLS(path: String)
    case linkerRefused(path: String, text: String)

    // MARK: The set of modules
    case sameFileTwice(path: String, name: String, otherPath: String, otherName: String)
    case sameNameTwice(name: String, path: String, otherPath: String)

    // MARK: The private copy
    case noRunDirectory(tried: [String])
    case notCopied(path: String, destination: String, reason: String)
}
