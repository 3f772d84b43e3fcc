import CModuleABI
import CModuleBorder
import Configuration
import ModuleInterfaces

/// IAppHostAdminManager: the root of the configuration. One, for as long as the process lives. Any thread.
final class AppHostWritableAdminManagerObject: AppHostWritableAdminManagerInterface, @unchecked Sendable {
    // Safety: nothing changes after init.
    private static let kind = CountedKind(
        HostKind_AppHostWritableAdminManager, table, [IID_IAppHostAdminManager, IID_IAppHostWritableAdminManager])
    private let reader: ConfigurationReader
    private var object: UnsafeMutableRawPointer?

    init(_ reader: ConfigurationReader) {
        self.reader = reader
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
        guard AppHostPropertyExceptionObject.kind.answers(iid.pointee), let failure = reader.failure else {
            return HResult.noInterface
        }
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
        switch reader.section(section, at: path) {
        case .noPlace: return HResult.fileNotFound
        case .noSection: return HResult.pathNotFound
        case .mistake: return HResult.invalidData
        case .section(let element):
            let part = ConfigurationPart(element: element, name: section, path: path)
            guard let object = AppHostElementObject.make(part) else { return HResult.outOfMemory }
            out.pointee = object.assumingMemoryBound(to: IAppHostElement.self)
            return HResult.ok
        }
    }

    func getMetadata(_ name: BSTR?, _ out: UnsafeMutablePointer<VARIANT>?) -> HRESULT {
        guard let out else { return HResult.invalidArgument }
        out.pointee = VARIANT()
        guard let name = AutomationText.read(name) else { return HResult.invalidArgument }
        let metadata: Metadata? =
            switch name {
            case "availableSections": .text(reader.settings.schemas.names.joined(separator: ","))
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
        out.pointee = AutomationText.make(ConfigurationReader.root)
        return out.pointee == nil ? HResult.outOfMemory : HResult.ok
    }
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
