/// Finds what a user may have meant.
enum NearestName {
    /// The candidate that is spelled most like `name`; nil if none is like it.
    static func of(_ name: String, among candidates: some Sequence<String>) -> String? {
        let wanted = Array(name.lowercased().utf8)
        var best: (name: String, distance: Int)?
        for candidate in candidates.sorted() {
            let distance = Self.distance(wanted, Array(candidate.lowercased().utf8))
            if distance < best?.distance ?? .max { best = (candidate, distance) }
        }
        guard let best, best.distance <= max(1, wanted.count / 3) else { return nil }
        return best.name
    }

    /// The end of a sentence about a name that is none: `; did you mean "x"?` or a list of what there is.
    static func remedy(_ name: String, among candidates: some Collection<String>) -> String {
        if let nearest = of(name, among: candidates) { return "; did you mean \"\(nearest)\"?" }
        guard !candidates.isEmpty else { return "" }
        let known = candidates.sorted()
        let list = known.prefix(12).joined(separator: ", ")
        return "; known here: \(list)\(known.count > 12 ? ", …" : "")"
    }

    /// Letters to insert, remove or replace, two that changed places counted as one change.
    private static func distance(_ one: [UInt8], _ other: [UInt8]) -> Int {
        var before: [Int] = []
        var last = Array(0...other.count)
        for i in 0..<one.count {
            var row = [i + 1]
            for j in 0..<other.count {
                var cost = min(row[j] + 1, last[j + 1] + 1, last[j] + (one[i] == other[j] ? 0 : 1))
                if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] { cost = min(cost, before[j - 1] + 1) }
                row.append(cost)
            }
            (before, last) = (last, row)
        }
        return last[other.count]
    }
}
