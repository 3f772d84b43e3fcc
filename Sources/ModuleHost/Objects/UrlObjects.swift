import CModuleABI
import CModuleBorder
import ModuleInterfaces

/// IHttpUrlInfo of an exchange. The host keeps no URL cache, so it and its container live as long as the exchange.
final class HttpUrlInfoObject: ExchangeObject, HttpUrlInfoInterface {
    func getModuleContextContainer() -> UnsafeMutablePointer<IHttpModuleContextContainer>? {
        exchange.pointer(.urlContainer).assumingMemoryBound(to: IHttpModuleContextContainer.self)
    }

    /// FALSE: without a URL cache nothing is counted.
    func isFrequentlyHit() -> BOOL { 0 }
}

/// IMetadataInfo of an exchange: where its URL stands in the configuration and on disk.
final class MetadataInfoObject: ExchangeObject, MetadataInfoInterface {
    func getMetaPath() -> UnsafePointer<WCHAR>? {
        exchange.wide(exchange.host.site.configurationPath + exchange.request.cookedPath)
    }

    func getVrPath() -> UnsafePointer<WCHAR>? { exchange.wide(exchange.host.site.root.path) }
    func getModuleContextContainer() -> UnsafeMutablePointer<IHttpModuleContextContainer>? {
        exchange.pointer(.metadataContainer).assumingMemoryBound(to: IHttpModuleContextContainer.self)
    }

    /// The object is the exchange's and lives as long as that, whatever the count.
    func referenceMetadata() {}
    func dereferenceMetadata() {}
}
