package import CModuleABI
import CModuleBorder
import Glibc

/// An opened image: a module's code in this process. It is never unmapped (Swift images cannot be, C++ ones often not).
package struct OpenedImage: @unchecked Sendable {
    // Safety: the handle is only passed to dlsym.
    private let handle: UnsafeMutableRawPointer

    /// Why the system's loader refused, in its own words.
    package struct Refusal: Error {
        package let text: String
    }

    /// Opens the file at `path` with all its symbols bound now and its own symbols kept to itself.
    /// Runs the constructors of the image. Called once per image, at startup.
    package init(path: String) throws(Refusal) {
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
            throw Refusal(text: dlerror().map { String(cString: $0) } ?? "the system's loader gave no reason")
        }
        self.handle = handle
    }

    /// Has the image know itself as `path`, for modules that look for files beside their own. Called once, right after it was
    /// opened; a failure leaves it with the name of the file that was opened.
    package func rename(_ path: String) { _ = ImageName_Set(handle, path) }

    /// The entry point under the first of `names` that the image defines.
    package func entryPoint(named names: [String]) -> EntryPoint? {
        for name in names {
            if let function = dlsym(handle, name) { return EntryPoint(function: function) }
        }
        return nil
    }

    /// Calls `DllMain(handle, DLL_PROCESS_ATTACH, NULL)` if the image has one, as Windows would have done.
    /// False when it answers FALSE.
    package func attach() -> Bool {
        guard let function = dlsym(handle, "DllMain") else { return true }
        typealias DllMain = @convention(c) (UnsafeMutableRawPointer?, UInt32, UnsafeMutableRawPointer?) -> Int32
        return unsafeBitCast(function, to: DllMain.self)(handle, 1, nil) != 0
    }
}

/// `RegisterModule` of one module.
package struct EntryPoint: @unchecked Sendable {
    // Safety: the address of a function in an image that is never unmapped, or a closure that is Sendable.

    /// What a module in Swift is registered with: server version, IHttpModuleRegistrationInfo and IHttpServer.
    package typealias Registering = @Sendable (DWORD, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> HRESULT

    private enum Kind {
        case function(UnsafeMutableRawPointer)
        case swift(Registering)
    }

    private let kind: Kind

    /// A function with the C signature of `RegisterModule`, which may throw C++ exceptions.
    package init(function: UnsafeMutableRawPointer) { kind = .function(function) }

    /// Code of this process instead of an image, which throws nothing.
    package init(_ register: @escaping Registering) { kind = .swift(register) }

    /// Calls it, once per module and worker.
    package func register(
        serverVersion: DWORD, registrationInfo: UnsafeMutableRawPointer, server: UnsafeMutableRawPointer
    ) -> CallOutcome<HRESULT> {
        switch kind {
        case .function(let function):
            var threw: Int32 = 0
            let result = ModuleGuard_Register(function, serverVersion, registrationInfo, server, &threw)
            return CallOutcome(result, threw: threw != 0)
        case .swift(let register):
            return CallOutcome(register(serverVersion, registrationInfo, server), threw: false)
        }
    }
}
