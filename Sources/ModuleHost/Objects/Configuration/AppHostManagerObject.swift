import CModuleABI
import CModuleBorder
import Configuration
import ModuleInterfaces
import OperatingSystem

/// IAppHostAdminManager: the root of the configuration. One, for as long as the process lives. Any thread.
final class AppHostWritableAdminManagerObject: AppHostWritableAdminManagerInterface, @unchecked Sendable {
    // Safety: nothing changes after init but what is in a Lock.
    private static let kind = CountedKind(
        HostKind_AppHostWritableAdminManager, table, [IID_IAppHostAdminManager, IID_IAppHostWritableAdminManager])
    /// The place of the server, with which every other one begins.
    static let root = "MACHINE/WEBROOT/APPHOST"
    /// Threads of which it is known what went wrong last. More than any process has that looks after failures.
    private static let mostFailures = 1_024

    private let settings: ConfigurationStore
    /// What was wrong when a thread last asked for a section, by the kernel's id of the thread.
    private let failures = Lock<[UInt32: ConfigurationFailure]>([:])
    private var object: UnsafeMutableRawPointer?

    init(_ settings: ConfigurationStore) {
        self.settings = settings
        object = StaticObject.pointer(
            kind: HostKind_AppHostWritableAdminManager, table: Self.table, owner: self)
    }

    var pointer: UnsafeMutablePointer<IAppHostAdminManager>? {
        object?.assumingMemoryBound(to: IAppHostAdminManager.self)
    }

    /// Also what was wrong when the calling thread last asked for a section.
    func queryInterface(_ iid: REFGUID?, _ out: UnsafeMutablePointer<PVOID?>?) -> HRESULT {
        guard let out else { return HResult.invalidArgument }
        out.pointee = nil
        guard let iid else { return HResult.invalidArgument }
        if Self.kind.answers(iid.pointee) {
            out.pointee = object
            return HResult.ok
        }
        let thread = HostThread_ID()
        guard AppHostPropertyExceptionObject.kind.answers(iid.pointee),
            let failure = failures.withLock({ $0[thread] })
        else { return HResult.noInterface }
        out.pointee = AppHostPropertyExceptionObject.make(failure)
        return out.pointee == nil ? HResult.outOfMemory : HResult.ok
    }

    /// Never counted: the object is the host's.
    func addRef() -> ULONG { 2 }
    func release() -> ULONG { 1 }

    func getAdminSection(
        _ section: BSTR?, _ path: BSTR?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<IAppHostElement>?>?
    ) -> HRESULT {
        guard let out else { return HResult.invalidArgument }
        out.pointee = nil
        guard let section = AutomationText.read(section), let path = AutomationText.read(path) else {
            return HResult.invalidArgument
        }
        guard ConfigurationPath(fullName: path) != nil else { return HResult.fileNotFound }
        do throws(ConfigurationMistakes) {
            guard let element = try settings.section(section, at: ConfigurationPath(path)) else {
                note(nil)
                return HResult.pathNotFound
            }
            note(nil)
            let part = ConfigurationPart(element: element, name: section, path: path)
            guard let object = AppHostElementObject.make(part) else { return HResult.outOfMemory }
            out.pointee = object.assumingMemoryBound(to: IAppHostElement.self)
            return HResult.ok
        } catch {
            note(error.all.first.map { ConfigurationFailure(mistake: $0, path: path) })
            return HResult.invalidData
        }
    }

    private func note(_ failure: ConfigurationFailure?) {
        let thread = HostThread_ID()
        failures.withLock { failures in
            // Only threads that have ended can be so many.
            if failure != nil, failures.count >= Self.mostFailures { failures = [:] }
            if failure != nil || !failures.isEmpty { failures[thread] = failure }
        }
    }

    func getMetadata(_ name: BSTR?, _ out: UnsafeMutablePointer<VARIANT>?) -> HRESULT {
        guard let out else { return HResult.invalidArgument }
        out.pointee = VARIANT()
        guard let name = AutomationText.read(name) else { return HResult.invalidArgument }
        let metadata: Metadata? =
            switch name {
            case "availableSections": .text(settings.schemas.names.joined(separator: ","))
            case "expandEnvironmentStrings", "ignoreInvalidAttributes", "ignoreInvalidRanges",
                "ignoreInvalidDecryption", "hideExceptionPhysicalPath":
                .truth(false)
            case "lockMetadata": .truth(true)
            default: nil
            }
        return Metadata.store(metadata, out)
    }

    func getCommitPath(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT {
        guard let out else { return HResult.invalidArgument }
        out.pointee = AutomationText.make(Self.root)
        return out.pointee == nil ? HResult.outOfMemory : HResult.ok
    }
}

extension ConfigurationPath {
    /// A place by its full name, which begins with `MACHINE/WEBROOT/APPHOST`; nil for any other text.
    init?(fullName: String) {
        let root = AppHostWritableAdminManagerObject.root.lowercased().split(separator: "/")
        guard fullName.split(separator: "/").prefix(root.count).map({ $0.lowercased() }) == root.map(String.init) else {
            return nil
        }
        self.init(fullName)
    }
}

/// What was wrong with the configuration at a place.
struct ConfigurationFailure: Sendable {
    let mistake: ConfigurationMistake
    /// The place that was asked for.
    let path: String
}

/// IAppHostPropertyException: what was wrong. Any thread.
final class AppHostPropertyExceptionObject: CountedObject<ConfigurationFailure>, AppHostPropertyExceptionInterface,
    @unchecked Sendable
{
    private static let exceptions = CountedKind(
        HostKind_AppHostPropertyException, table, [IID_IAppHostConfigException, IID_IAppHostPropertyException])
    override class var kind: CountedKind { exceptions }

    func getLineNumber(_ out: UnsafeMutablePointer<ULONG>?) -> HRESULT { number(out) { $0.mistake.place.line } }
    func getFileName(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { $0.mistake.place.file } }
    func getConfigPath(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { $0.path } }
    func getErrorLine(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { _ in "" } }
    func getPreErrorLine(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { _ in "" } }
    func getPostErrorLine(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { _ in "" } }
    func getErrorString(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { $0.mistake.text } }
    func getInvalidValue(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { _ in "" } }
    func getValidationFailureReason(_ out: UnsafeMutablePointer<BSTR?>?) -> HRESULT { text(out) { $0.mistake.text } }
}
