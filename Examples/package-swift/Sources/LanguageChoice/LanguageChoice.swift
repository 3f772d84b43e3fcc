/// Chooses among the languages that a server has, by what a client would like.
public struct LanguageChoice: Sendable {
    private let offered: [String]
    private let otherwise: String

    /// Languages by their tags, such as "en", in small letters. `otherwise` is for clients that like none of them.
    public init(_ offered: [String], otherwise: String) {
        self.offered = offered
        self.otherwise = otherwise
    }

    /// The one that the field Accept-Language rates highest; of equals the one that was offered first.
    public func best(for acceptLanguage: String) -> String {
        let ranges = acceptLanguage.split(separator: ",").compactMap { Range($0) }
        var best = (language: otherwise, quality: 0.0)
        for language in offered {
            let quality = Self.quality(of: language, in: ranges)
            if quality > best.quality { best = (language, quality) }
        }
        return best.language
    }

    /// A language that is named, as itself or as one of its variants, has that rating, and any other that of `*`.
    private static func quality(of language: String, in ranges: [Range]) -> Double {
        let named = ranges.filter { $0.tag == language || $0.tag.hasPrefix(language + "-") }
        let ranges = named.isEmpty ? ranges.filter { $0.tag == "*" } : named
        return ranges.map(\.quality).max() ?? 0
    }
}

/// One item of Accept-Language, such as "de-CH;q=0.8".
private struct Range {
    let tag: String
    let quality: Double

    /// Nil if the item is no such thing: what cannot be understood is passed over.
    init?(_ item: Substring) {
        let parts = item.split(separator: ";").map { part in part.filter { $0 != " " && $0 != "\t" }.lowercased() }
        guard let tag = parts.first, !tag.isEmpty else { return nil }
        self.tag = tag
        guard parts.count > 1 else {
            quality = 1
            return
        }
        guard parts[1].hasPrefix("q="), let quality = Double(parts[1].dropFirst(2)), (0...1).contains(quality) else {
            return nil
        }
        self.quality = quality
    }
}
