/// One run of a compiler.
struct BuildStep: Sendable, Equatable {
    /// What it is for, which decides what is said when it fails.
    enum Purpose: Sendable, Equatable {
        /// One source into one object file.
        case compile(source: String)
        /// The object files into the module.
        case link
        /// Swift sources into the module, in one go.
        case compileAndLink
    }

    let purpose: Purpose
    /// What messages call the compiler.
    let compiler: String
    /// Program and arguments.
    let command: [String]

    /// The command as one can paste it into a shell.
    var shellText: String { command.map(Self.quoted).joined(separator: " ") }

    private static func quoted(_ word: String) -> String {
        let plain = word.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
            case UInt8(ascii: "0")...UInt8(ascii: "9"): true
            default: "-_=+./,:@%".utf8.contains(byte)
            }
        }
        if plain, !word.isEmpty { return word }
        return "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
