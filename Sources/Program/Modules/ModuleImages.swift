import ModuleFiles
import ModuleHost

/// The modules of a server as the supervisor prepares them: read, checked and copied, without running any of their code.
struct ModuleImages {
    /// In the order of the list, with the private copies that workers open.
    let modules: [HostConfiguration.Module]
    private let copies: PrivateCopies
    private let kept: KeptCopies

    /// Reads and checks each file and makes the copies. Throws the first reason to refuse one, or what is wrong with
    /// `execution`.
    init(_ requests: [ServeOptions.Request], execution: ExecutionOptions) throws {
        var files: [ModuleFile] = []
        for request in requests {
            files.append(try ModuleFile.examine(path: request.path, name: request.name))
            try ModuleFile.refuseDuplicates(files)
        }
        copies = try PrivateCopies.create()
        do {
            var pairs: [(file: ModuleFile, copy: PrivateCopies.Copy)] = []
            for file in files { pairs.append((file, try copies.copy(file))) }
            try PrivateCopies.refuseConflicts(pairs)
            kept = try KeptCopies(pairs.map(\.copy), of: copies)
            var modules = pairs.map {
                HostConfiguration.Module(name: $0.file.name, path: $0.file.path, image: $0.copy.path)
            }
            try execution.apply(to: &modules)
            self.modules = modules
        } catch {
            try? copies.remove()
            throw error
        }
    }

    /// Makes copies again that somebody has removed, as cleaners of /tmp do. Called before each start of a worker. True if
    /// something was missing.
    func restore() throws(LoadError) -> Bool { try kept.restore() }

    /// Where the copies are.
    var folder: String { copies.directory }

    /// The server is over; nobody opens the copies any more.
    func remove() { try? copies.remove() }
}
