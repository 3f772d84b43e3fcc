/// The site that is served.
package struct SiteConfiguration: Codable, Sendable, Equatable {
    /// The name in logs, server variables and IHttpSite::GetSiteName.
    package var name = "Default Web Site"
    /// The folder whose files URLs stand for.
    package var root: String
    /// How far symbolic links below it may lead.
    package var symbolicLinks: SymbolicLinks

    /// Without a folder there is nothing to serve but what modules make.
    package init(root: String = "/var/empty", symbolicLinks: SymbolicLinks = .inside) {
        self.root = root
        self.symbolicLinks = symbolicLinks
    }
}

/// How far symbolic links may lead on the way from a URL to a file.
package enum SymbolicLinks: String, Codable, Sendable, CaseIterable {
    /// They are followed as long as what they lead to is below the site's root.
    case inside
    /// They are followed wherever they lead.
    case any
    /// No link below the root is followed.
    case none
}
