import ModuleFiles
import ModuleHost

/// The folders with the headers of the contract.
struct ModuleHeaders: Sendable, Equatable {
    /// Holds httpserv.h and the module map.
    let include: String
    /// Holds windows.h and its like, for sources that were written for IIS; nil if it is not there.
    let windows: String?

    /// The headers that belong to a host, found from the place of its executable: in a development tree, or in the
    /// prefix under which it is installed. `override` is the value of MODHOST_HEADERS.
    static func find(executable: String, override: String?) throws(BuildError) -> ModuleHeaders {
        if let override, !override.isEmpty {
            for include in [override, "\(override)/include"] where holds(include) {
                return ModuleHeaders(include: include, windows: windows(for: include))
            }
            throw .badHeaderVariable(value: override)
        }
        let folder = executable.split(separator: "/").dropLast()
        var parents = folder
        while true {
            let parent = "/" + parents.joined(separator: "/")
            for include in ["\(parent)/CModuleHeaders/include", "\(parent)/include/modhost"] where holds(include) {
                return ModuleHeaders(include: include, windows: windows(for: include))
            }
            if parents.popLast() == nil { break }
        }
        throw .noHeaders(above: "/" + folder.joined(separator: "/"))
    }

    /// Inside the folder when installed, beside it in a development tree.
    private static func windows(for include: String) -> String? {
        let parent = "/" + include.split(separator: "/").dropLast().joined(separator: "/")
        return ["\(include)/windows", "\(parent)/windows/include"].first { FileTree.exists("\($0)/windows.h") }
    }

    private static func holds(_ folder: String) -> Bool { FileTree.exists("\(folder)/httpserv.h") }
}
