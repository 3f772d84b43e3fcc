/// How far symbolic links may lead on the way from a URL to a file.
package enum SymbolicLinks: String, Sendable, CaseIterable {
    /// They are followed as long as what they lead to is below the site's root.
    case inside
    /// They are followed wherever they lead.
    case any
    /// No link below the root is followed.
    case none
}
