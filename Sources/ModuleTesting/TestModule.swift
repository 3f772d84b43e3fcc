import Configuration
import ModuleFiles
import ModuleInterfaces
public import ModuleKit

/// A module for a ``TestHost``: a file, or code of the test's own process.
///
/// Code of the process needs no `.so`: breakpoints stop in it, and the test sees what it sees by `@testable import`.
public struct TestModule: Sendable {
    /// The C signature of `RegisterModule`, as Swift and C targets of a package have it.
    public typealias RegisterModule =
        @convention(c) (ServerVersion, ModuleRegistration?, Server?) -> RegistrationResult

    private enum Code: Sendable {
        case file(String)
        case entry(EntryPoint)
    }

    private let code: Code
    /// The name in the pipeline, in GetName and in the sentences about it; nil for that of the file.
    private let name: String?

    /// A module file, called `name`, or as the file.
    public static func file(_ path: String, name: String? = nil) -> TestModule {
        TestModule(code: .file(path), name: name)
    }

    /// A module type of the kit, called `name`, or as the type. Its `register` is what the host calls.
    public static func type<Module: HttpModule>(_ type: Module.Type, name: String? = nil) -> TestModule {
        entry(name ?? "\(type)") { Module.register($0, $1, $2) }
    }

    /// A global module type of the kit, called `name`, or as the type.
    public static func type<Module: GlobalModule>(global type: Module.Type, name: String? = nil) -> TestModule {
        entry(name ?? "\(type)") { Module.register($0, $1, $2) }
    }

    /// A `RegisterModule` that is linked into the test, called `name`: one in Swift that does more than to call `register`, or
    /// that of a C or C++ target.
    public static func function(_ name: String, _ register: @escaping RegisterModule) -> TestModule {
        TestModule(
            code: .entry(EntryPoint(function: unsafeBitCast(register, to: UnsafeMutableRawPointer.self))), name: name)
    }

    private static func entry(
        _ name: String,
        _ register: @escaping @Sendable (ServerVersion, ModuleRegistration?, Server?) -> RegistrationResult
    ) -> TestModule {
        let entry = EntryPoint { version, registration, server in
            register(
                version, registration.assumingMemoryBound(to: ModuleRegistration.Pointee.self),
                server.assumingMemoryBound(to: Server.Pointee.self))
        }
        return TestModule(code: .entry(entry), name: name)
    }

    /// What the host is told of it, which then examines it, and where to register if there is no image to open.
    var parts: (configuration: ModuleConfiguration, entry: EntryPoint?) {
        switch code {
        case .file(let path):
            return (.init(name: name ?? ModuleFile.derivedName(path), path: path, image: path), nil)
        case .entry(let entry):
            let name = name ?? "module"
            return (.init(name: name, path: name, image: name), entry)
        }
    }
}
