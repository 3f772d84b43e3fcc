import ModuleFiles
import ModuleHost

extension BuildError {
    /// The Swift that a module for this host must be compiled by.
    static var hostSwiftVersion: String { HostToolchain.swiftVersion }
}
