/// One module to load.
package struct ModuleConfiguration: Codable, Sendable, Equatable {
    /// The name in logs, GetName and server variables.
    package var name: String
    /// The file as the user named it; interfaces and logs show this one.
    package var path: String
    /// The same from the root on: where the module finds what lies beside it.
    package let absolutePath: String
    /// The file to open: a private copy of it.
    package var image: String
    /// Where its notifications may run.
    package var execution: ExecutionMode

    /// Made before any module runs, which may change the working folder.
    package init(name: String, path: String, image: String, execution: ExecutionMode = .auto) {
        self.name = name
        self.path = path
        absolutePath = AbsolutePath.of(path) ?? path
        self.image = image
        self.execution = execution
    }
}

/// Where the walks that can call a module may run (`--execution`).
package enum ExecutionMode: String, Codable, Sendable, CaseIterable {
    /// On the pool at first; on the event loops once the module has shown that it does not wait.
    case auto
    /// On the event loops always: the operator vouches for the module.
    case inline
    /// On the pool always.
    case pool
}
