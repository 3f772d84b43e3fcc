import CModuleABI

/// What OnMapPath receives beside the context. When the notification is over it answers nothing.
public struct MapPathProvider {
    private let reference: ProviderReference<IMapPathProvider>

    init(_ call: NotificationCall) {
        reference = ProviderReference(call)
    }

    private var pointer: UnsafeMutablePointer<IMapPathProvider>? {
        reference.pointer
    }

    /// The URL that is being mapped.
    public var url: String? {
        pointer.flatMap { String(wide: IMapPathProvider_GetUrl($0)) }
    }

    /// The path that the host has found.
    public var physicalPath: String? {
        pointer.flatMap { String(wide: IMapPathProvider_GetPhysicalPath($0)) }
    }

    /// Replaces the path.
    public func setPhysicalPath(_ path: String) throws(HostError) {
        let code = pointer.map { pointer in
            withWideText(path) { IMapPathProvider_SetPhysicalPath(pointer, $0, $1) }
        }
        try check(code, "map a URL to \(path)")
    }
}
