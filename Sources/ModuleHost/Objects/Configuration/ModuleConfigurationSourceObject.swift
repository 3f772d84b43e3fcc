import CModuleABI
import CModuleBorder
import Configuration
import ModuleInterfaces
import OperatingSystem

/// IModuleConfigurationSource: gives sections to modules, the same object as long as it shows the same. One, for as long as the
/// process lives. Any thread.
final class ModuleConfigurationSourceObject: ModuleConfigurationSourceInterface, @unchecked Sendable {
    // Safety: nothing changes after init but what is in a Lock.
    private let reader: ConfigurationReader
    private let known = Lock(KnownSections())
    private let nothing = StableText("")
    private var object: UnsafeMutableRawPointer?

    init(_ reader: ConfigurationReader) {
        self.reader = reader
        object = StaticObject.pointer(kind: HostKind_ModuleConfigurationSource, table: Self.table, owner: self)
    }

    var pointer: UnsafeMutableRawPointer? { object }

    func getSection(
        _ section: PCSTR?, _ path: PCSTR?, _ out: UnsafeMutablePointer<UnsafeMutablePointer<IModuleConfiguration>?>?
    ) -> HRESULT {
        out?.pointee = nil
        guard let section, let path, let out else { return HResult.invalidArgument }
        let name = String(cString: section)
        return give(name, reader.section(name, at: String(cString: path)), out)
    }

    func getSectionFor(
        _ section: PCSTR?, _ context: UnsafeMutablePointer<IHttpContext>?,
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<IModuleConfiguration>?>?
    ) -> HRESULT {
        out?.pointee = nil
        guard let section, let context, let out else { return HResult.invalidArgument }
        // The context is held to the same as when it is called itself.
        var entry = HostEntry()
        guard let owner = HostCell_Enter(UnsafeRawPointer(context), HostKind_HttpContext, &entry) else {
            return HResult.handle
        }
        defer { HostCell_Leave(&entry) }
        let name = String(cString: section)
        let answer = Unmanaged<HttpContextObject>.fromOpaque(owner)._withUnsafeGuaranteedRef {
            reader.section(name, for: $0.exchange)
        }
        return give(name, answer, out)
    }

    func getMistake() -> PCSTR? { reader.failure?.sentence?.start ?? nothing?.start }

    private func give(
        _ name: String, _ answer: ConfigurationReader.Answer,
        _ out: UnsafeMutablePointer<UnsafeMutablePointer<IModuleConfiguration>?>
    ) -> HRESULT {
        switch answer {
        case .noPlace: return HResult.fileNotFound
        case .noSection: return HResult.pathNotFound
        case .mistake: return HResult.invalidData
        case .section(let element):
            let fingerprint = "\(name)\n\(element.fingerprint)"
            let object = known.withLock { known in
                known.object(fingerprint) { ModuleSection(name: name, element: element, fingerprint: fingerprint) }
            }
            guard let object else { return HResult.outOfMemory }
            out.pointee = object.pointer.assumingMemoryBound(to: IModuleConfiguration.self)
            return HResult.ok
        }
    }
}

/// The sections that modules have been given, by what they show.
private struct KnownSections: Sendable {
    /// Sections that the host keeps, so that they last although no module has a reference, and although one gives back too many.
    private static let most = 1_024

    private var objects: [String: ModuleConfigurationObject] = [:]

    /// The object that shows this, with a reference for the caller; a new one if there is none. Nil when there is no memory
    /// left.
    mutating func object(_ fingerprint: String, _ make: () -> ModuleSection) -> ModuleConfigurationObject? {
        if let object = objects[fingerprint] { return object.addRef() > 0 ? object : nil }
        if objects.count >= Self.most { letGo() }
        guard let object = ModuleConfigurationObject.makeObject(make(), isPinned: true) else { return nil }
        objects[fingerprint] = object
        return object
    }

    /// Keeps only those that modules have.
    private mutating func letGo() { objects = objects.filter { !$0.value.unpinIfUnused() } }
}
