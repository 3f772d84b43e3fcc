/// The modules that IIS itself comes with.
enum StockModules {
    /// Whether a module is one of IIS's own or of its extensions, by its name.
    static func contains(_ name: String) -> Bool {
        let name = name.lowercased()
        return names.contains(name) || ["managedengine", "applicationrequestrouting"].contains { name.hasPrefix($0) }
    }

    private static let names = Set(
        """
        HttpLoggingModule UriCacheModule FileCacheModule TokenCacheModule HttpCacheModule StaticCompressionModule
        DynamicCompressionModule DefaultDocumentModule DirectoryListingModule ProtocolSupportModule HttpRedirectionModule
        ServerSideIncludeModule StaticFileModule AnonymousAuthenticationModule CertificateMappingAuthenticationModule
        UrlAuthorizationModule BasicAuthenticationModule WindowsAuthenticationModule DigestAuthenticationModule
        IISCertificateMappingAuthenticationModule IpRestrictionModule DynamicIpRestrictionModule RequestFilteringModule
        CustomLoggingModule CustomErrorModule IsapiModule IsapiFilterModule CgiModule FastCgiModule TracingModule
        FailedRequestsTracingModule RequestMonitorModule RewriteModule ConfigurationValidationModule WebSocketModule
        ApplicationInitializationModule WebDAVModule ODBCLoggingModule AdvancedLoggingModule CorsModule AspNetCoreModule
        AspNetCoreModuleV2 httpPlatformHandler WebMatrixSupportModule ARRHelper
        """.lowercased().split(whereSeparator: \.isWhitespace).map(String.init))
}
