import CModuleABI

/// An application: a part of a site with its own root folder and modules. A copy of what the host says of it.
public struct Application: Sendable, Hashable {
    /// Its identity, such as "/LM/W3SVC/1/ROOT".
    public let id: String
    /// Its root folder.
    public let physicalPath: String
    /// Its path in the configuration.
    public let configPath: String

    init(_ provider: UnsafeMutablePointer<IHttpApplicationProvider>?) {
        let object = provider.flatMap { IHttpApplicationProvider_GetApplication($0) }
        id = object.flatMap { String(wide: IHttpApplication_GetApplicationId($0)) } ?? ""
        physicalPath = object.flatMap { String(wide: IHttpApplication_GetApplicationPhysicalPath($0)) } ?? ""
        configPath = object.flatMap { String(wide: IHttpApplication_GetAppConfigPath($0)) } ?? ""
    }
}
