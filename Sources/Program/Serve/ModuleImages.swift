import Configuration
import Logging
import ModuleFiles
import ModuleHost

/// The modules of a server as the supervisor prepares them: read, checked and copied, without running any of their code.
struct ModuleImages {
    /// In the order of the list, with the private copies that workers open.
    let modules: [ModuleConfiguration]
    private let copies: PrivateCopies
    private let kept: KeptCopies

    /// Reads and checks each file and makes the copies. Throws the first reason to refuse one.
    init(_ settings: ServeSettings) throws {
        var files: [ModuleFile] = []
        for request in settings.modules {
            files.append(try ModuleFile.examine(path: request.path, name: request.name))
            try ModuleFile.refuseDuplicates(files)
        }
        try Self.refuseUnknown(settings.executions.keys, files.map(\.name))
        let modes = settings.fileExecutions.merging(settings.executions) { _, flag in flag }
        copies = try PrivateCopies.create()
        do {
            var pairs: [(file: ModuleFile, copy: PrivateCopies.Copy)] = []
            for file in files { pairs.append((file, try copies.copy(file))) }
            try PrivateCopies.refuseConflicts(pairs)
            kept = try KeptCopies(pairs.map(\.copy), of: copies)
            modules = pairs.map { file, copy in
                var module = ModuleConfiguration(
                    name: file.name, path: file.path, image: copy.path, execution: modes[file.name] ?? .auto)
                module.pools = settings.filePools[file.name] ?? []
                return module
            }
        } catch {
            try? copies.remove()
            throw error
        }
    }

    private static func refuseUnknown(_ named: some Sequence<String>, _ names: [String]) throws(StartFailure) {
        guard let name = named.sorted().first(where: { !names.contains($0) }) else { return }
        let list = names.map { "'\($0)'" }.joined(separator: ", ")
        let remedy = names.isEmpty ? "no module is loaded" : "the modules are \(list)"
        throw StartFailure(description: "--execution names the module '\(name)', which is not there; \(remedy).")
    }

    /// Makes the copies again that have been removed, as programs that clean /tmp do. Called before each start of a
    /// worker. Returns a sentence if they cannot be made.
    func restore(_ logger: Logger) -> String? {
        do throws(LoadError) {
            if try kept.restore() {
                logger.notice(
                    "the copies of the modules in \(copies.directory) had been removed, and were made again")
            }
            return nil
        } catch {
            return "\(error)"
        }
    }

    /// Removes the copies, because the server has ended.
    func remove() { try? copies.remove() }
}
