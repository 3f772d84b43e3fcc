import ModuleFiles
import ModuleHost

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
