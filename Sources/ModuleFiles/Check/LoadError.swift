/// Why a module file is refused. `description` is one sentence that names the file, the reason and the remedy.
///
/// `path` is the file as the configuration gave it, never the private copy.
package enum LoadError: Error, Sendable, Equatable {
    // MARK: The file

    /// There is nothing under that name.
    case noSuchFile(path: String)
    /// The name is that of a directory.
    case directory(path: String)
    /// The name is that of a device, a socket or a pipe.
    case notRegular(path: String)
    /// The system refuses to open or read it, in its own words.
    case unreadable(path: String, code: Int32)
    /// It has more bytes than the host reads.
    case tooLarge(path: String, limit: Int)
    /// It has no bytes.
    case empty(path: String)
    /// It is something else than ELF.
    case notELF(path: String, kind: ForeignFileKind)
    /// The module's name cannot stand in logs and answers.
    case badName(path: String, name: String)

    // MARK: The image

    /// It is for another processor, width or byte order.
    case wrongMachine(path: String, machine: String)
    /// It is a program, position-independent or not.
    case executable(path: String)
    /// It was compiled but not linked.
    case objectFile(path: String)
    /// It is what is left of a process.
    case coreDump(path: String)
    /// Its headers speak of bytes beyond its end.
    case truncated(path: String, needed: Int, size: Int)
    /// Its headers contradict themselves; the detail reads on after "its".
    case damaged(path: String, detail: String)
    /// It would make all stacks of the process executable.
    case executableStack(path: String, headerMissing: Bool)

    // MARK: The contract

    /// It has no RegisterModule.
    case noEntry(path: String)
    /// It has one that it does not export.
    case hiddenEntry(path: String)
    /// What it exports under that name is no function.
    case entryIsData(path: String, symbol: String)
    /// It has a note that is too short or cannot be found in its section.
    case damagedNote(path: String)
    /// It was built for a contract that this host does not keep.
    case contractMismatch(path: String, module: ContractVersion)
    /// Its WCHAR has another size than the host's.
    case wideCharacterSize(path: String, bytes: UInt32)
    /// It was compiled by another Swift than the host; empty if it does not say which.
    case swiftVersion(path: String, module: String)
    /// It brings a Swift runtime of its own.
    case staticSwiftRuntime(path: String)

    // MARK: What it needs

    /// A library that it, or `requiredBy`, needs is nowhere or cannot be opened.
    case missingLibrary(path: String, library: String, requiredBy: String?, reason: String)
    /// It uses names that nothing defines.
    case undefinedSymbols(path: String, names: [String])
    /// A library that it needs uses a name that nothing defines.
    case undefinedSymbolInLibrary(path: String, library: String, name: String)
    /// A library is there but lacks a symbol version.
    case missingVersion(path: String, library: String, version: String)
    /// A library is there but is no library, or one for another machine.
    case unusableLibrary(path: String, library: String, reason: String)
    /// A library would be opened without complaint, to the harm of the whole process.
    case harmfulLibrary(path: String, library: String, harm: Harm)
    /// Two modules bring different libraries of one name, and a process holds only one.
    case libraryConflict(path: String, library: String, otherPath: String)
    /// The process has no room left for its static thread-local variables.
    case noStaticTLS(path: String)
    /// The system's loader refuses it for a reason that has no case of its own.
    case linkerRefused(path: String, text: String)

    // MARK: The set of modules

    /// Two entries of the list are one file, by inode or by content.
    case sameFileTwice(path: String, name: String, otherPath: String, otherName: String)
    /// Two files of the list have one name.
    case sameNameTwice(name: String, path: String, otherPath: String)

    /// What a needed library can do to the process.
    package enum Harm: Sendable, Equatable {
        /// It makes all stacks executable.
        case executableStack
        /// It brings a second Swift runtime.
        case staticSwiftRuntime
    }

    // MARK: The private copy

    /// There is no place for a run directory.
    case noRunDirectory(tried: [String])
    /// The copy could not be written.
    case notCopied(path: String, destination: String, fault: FileFault)
}
