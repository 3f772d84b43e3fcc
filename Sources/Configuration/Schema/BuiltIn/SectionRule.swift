/// Where a section may stand, and whether files of folders may say what it is.
struct SectionRule: Sendable, Hashable {
    /// Where a section may stand: `allowDefinition`.
    enum Places: String, Sendable, Hashable {
        /// At the top of the server's file, or in a location that is for the whole server.
        case server
        /// Down to the folder of an application.
        case applications
        case everywhere
    }

    var places = Places.everywhere
    /// Whether files of folders may have it where no location says so: `overrideModeDefault`.
    var isOpen = false
    /// Whether a declaration that says nothing of it opens the section, as on IIS. Those that come with IIS stay as they are: its own
    /// files say of each what it is.
    var isOpenedByDeclaration = false
    /// Attributes that files of folders may not set although they may have the section.
    var closedAttributes: Set<String> = []
}

extension SectionRule {
    /// The rule of a section that the server's file does not declare: that of a fresh IIS, which comes with such declarations.
    ///
    /// What it does not know, sections of modules above all, is for the server until it is opened.
    static func builtIn(_ name: String) -> SectionRule {
        if serverGroups.contains(where: name.hasPrefix) { return SectionRule(places: .server) }
        let short = name.hasPrefix(group) ? String(name.dropFirst(group.count)) : ""
        if serverSections.contains(short) { return SectionRule(places: .server) }
        return SectionRule(
            places: ofApplications.contains(short) ? .applications : .everywhere, isOpen: open.contains(short),
            isOpenedByDeclaration: !isOfServer(name, short), closedAttributes: closedAttributes[short] ?? [])
    }

    /// Whether a section comes with IIS, and so does a declaration of it; all others are those of modules.
    private static func isOfServer(_ name: String, _ short: String) -> Bool {
        open.contains(short) || ofApplications.contains(short) || SchemaSet.builtIn.section(name) != nil
    }

    private static let serverGroups = ["system.applicationHost/", "modhost/"]
    private static let group = "system.webServer/"
    private static let serverSections: Set = ["globalModules", "fastCgi", "security/isapiCgiRestriction"]
    private static let ofApplications: Set = ["isapiFilters", "applicationInitialization"]

    /// IIS closes `modules` and `handlers` and opens them again by a location for the whole server; what its own modules must
    /// keep is locked item by item.
    private static let open: Set = [
        "modules", "handlers", "applicationInitialization", "caching", "defaultDocument", "directoryBrowse",
        "httpCompression", "httpErrors", "httpProtocol", "httpRedirect", "security/authorization",
        "security/requestFiltering", "staticContent", "tracing/traceFailedRequests", "urlCompression", "validation",
    ]
    private static let closedAttributes: [String: Set<String>] = [
        "httpErrors": ["allowAbsolutePathsWhenDelegated", "defaultPath"]
    ]

    /// With what the server's file declares. What is for the whole server stays so.
    func declared(_ declaration: ConfigurationFile.Declaration?) -> SectionRule {
        guard let declaration else { return self }
        var rule = self
        if places != .server, let declared = declaration.places { rule.places = declared }
        if declaration.mode != .inherit || isOpenedByDeclaration { rule.isOpen = declaration.mode != .deny }
        return rule
    }
}
