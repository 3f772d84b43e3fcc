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

/// The Swift kit as a module is linked with it.
struct KitLibrary: Sendable, Equatable {
    /// Holds ModuleKit.swiftmodule.
    let modules: String
    /// The static library, by its full path.
    let archive: String

    /// The file name of the static library.
    static let archiveName = "libModuleKit.a"

    /// The kit that was built together with a host: beside its executable, or in the prefix under which it is
    /// installed. `override` is the value of MODHOST_KIT.
    static func find(executable: String, override: String?) throws(BuildError) -> KitLibrary {
        if let override, !override.isEmpty {
            guard let kit = kit(in: override) else { throw .badKitVariable(value: override) }
            return kit
        }
        let parents = executable.split(separator: "/").dropLast()
        let folder = "/" + parents.joined(separator: "/")
        let prefix = "/" + parents.dropLast().joined(separator: "/")
        for place in [folder, "\(prefix)/lib/modhost"] {
            if let kit = kit(in: place) { return kit }
        }
        let configuration = ["debug", "release"].first { parents.last == $0[...] }
        throw .noKit(beside: folder, configuration: configuration)
    }

    private static func kit(in folder: String) -> KitLibrary? {
        let archive = "\(folder)/\(archiveName)"
        guard FileTree.exists(archive) else { return nil }
        let modules = ["\(folder)/Modules", folder].first { FileTree.exists("\($0)/ModuleKit.swiftmodule") }
        return modules.map { KitLibrary(modules: $0, archive: archive) }
    }
}
