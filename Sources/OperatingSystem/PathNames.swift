/// Paths by their bytes, as the system reads them. For Swift a slash with an accent behind it is one character and no slash, and
/// text whose accents are written in two ways is equal: whoever took paths apart by characters would see others than the system.
extension StringProtocol {
    /// The names between the slashes, without empty ones.
    package var pathNames: [String] {
        utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// Whether the first byte is a slash.
    package var beginsWithSlash: Bool { utf8.first == UInt8(ascii: "/") }

    /// Whether it has the same bytes as another path.
    package func isSamePath(as other: some StringProtocol) -> Bool { utf8.elementsEqual(other.utf8) }

    /// Whether its bytes begin with those of another path.
    package func beginsWithPath(_ other: some StringProtocol) -> Bool { utf8.starts(with: other.utf8) }
}

extension String {
    /// Whether the last byte is a slash.
    package var endsWithSlash: Bool { utf8.last == UInt8(ascii: "/") }

    /// Where the last slash is; nil if there is none.
    package var lastSlash: Index? { utf8.lastIndex(of: UInt8(ascii: "/")) }
}
