import FoundationEssentials
import TestSupport

/// The interfaces as `contract.lock` promises them.
struct Contract {
    /// One function of a table.
    struct Slot {
        let name: String
        let result: String
        /// C types.
        let arguments: [String]
    }

    private var own: [String: [Slot]] = [:]
    private var bases: [String: String] = [:]

    init() throws {
        let lock = try String(contentsOfFile: "\(Repository.root)/CModuleHeaders/contract.lock", encoding: .utf8)
        for line in lock.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 3).map(String.init)
            if words[0] == "interface" {
                if words.count > 3, words[2] == ":" { bases[words[1]] = words[3].prefix { $0 != " " }.description }
                continue
            }
            guard line.first != "#", words.count == 4, Int(words[1]) != nil else { continue }
            own[words[0], default: []].append(Self.slot(words[2], words[3]))
        }
    }

    /// All slots of an interface, those of its bases first.
    func slots(of interface: String) -> [Slot] {
        (bases[interface].map { slots(of: $0) } ?? []) + (own[interface] ?? [])
    }

    /// From `HRESULT(DWORD, PCWSTR)`.
    private static func slot(_ name: String, _ signature: String) -> Slot {
        let open = signature.firstIndex(of: "(") ?? signature.endIndex
        let inside = signature[open...].dropFirst().dropLast()
        let arguments = inside.split(separator: ",").map { String($0.drop { $0 == " " }) }
        return Slot(name: name, result: String(signature[..<open]), arguments: arguments)
    }
}
