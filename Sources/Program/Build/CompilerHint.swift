/// A remedy that a compiler's message calls for and the compiler does not name.
enum CompilerHint: Sendable, Equatable {
    /// The source uses what C++17 took out of the language, as many sources for IIS do.
    case olderStandard
    /// A header of Windows that is not among those that come with modhost.
    case missingWindowsHeader(String)
    /// A name that nothing defines.
    case undefinedNames
    /// Something that belongs to one thread is handed to a task.
    case sharedContext
    /// The Swift compiler is of another release than the one that built the kit.
    case otherSwift

    /// Looks for the first sign in what a compiler or linker said.
    init?(messages: String) {
        if messages.contains("RisksDataRace"), messages.contains("ontext") {
            self = .sharedContext
        } else if messages.contains("ISO C++17 does not allow") {
            self = .olderStandard
        } else if let header = Self.missingHeader(messages) {
            self = .missingWindowsHeader(header)
        } else if messages.contains("undefined reference to ") || messages.contains("undefined symbol: ") {
            self = .undefinedNames
        } else if messages.contains("module compiled with Swift ")
            && messages.contains("cannot be imported by the Swift ")
        {
            self = .otherSwift
        } else {
            return nil
        }
    }

    /// What to do, as the end of a sentence.
    var remedy: String {
        switch self {
        case .olderStandard: "try --std gnu++14, in which they are still allowed."
        case .missingWindowsHeader(let name):
            "\(name) belongs to Windows and modhost has none: leave it out, or add a folder that has it with -I."
        case .sharedContext:
            "a context belongs to one thread at a time: hand it to a task by context.pending { }, and not by Task { }."
        case .undefinedNames:
            "add the source that defines the missing names, or the library that does with -l."
        case .otherSwift:
            "the kit of this modhost is for Swift \(BuildError.hostSwiftVersion): name its compiler in SWIFTC."
        }
    }

    /// Headers of the Windows SDK that sources for IIS are known to include.
    private static let windowsHeaders: Set<String> = [
        "atlbase.h", "atlstr.h", "comdef.h", "comutil.h", "crtdbg.h", "dbghelp.h", "intrin.h", "ntsecapi.h",
        "objbase.h", "oleauto.h", "psapi.h", "shlobj.h", "shlwapi.h", "sspi.h", "strsafe.h", "wincrypt.h",
        "wininet.h", "winhttp.h", "winsock2.h", "ws2tcpip.h", "xmllite.h",
    ]

    private static func missingHeader(_ messages: String) -> String? {
        for line in messages.split(separator: "\n") where line.contains("fatal error: ") {
            guard line.contains("No such file") || line.contains("file not found") else { continue }
            for word in line.split(whereSeparator: { " :'\"<>‘’\u{1b}".contains($0) }) {
                if windowsHeaders.contains(word.lowercased()) { return String(word) }
            }
        }
        return nil
    }
}
