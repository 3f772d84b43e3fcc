/// All that is wrong with a configuration.
package struct ConfigurationMistakes: Error, Sendable, Equatable, CustomStringConvertible {
    package let all: [ConfigurationMistake]

    package init(_ mistakes: [ConfigurationMistake]) {
        var seen: Set<ConfigurationMistake> = []
        all = Self.folded(mistakes.filter { seen.insert($0).inserted })
    }

    package var description: String { all.map(\.description).joined(separator: "\n") }

    /// By place, and of those that are alike the first alone, which says how many more there are.
    static func folded(_ mistakes: [ConfigurationMistake]) -> [ConfigurationMistake] {
        let sorted = mistakes.sorted { $0.place.isBefore($1.place) }
        let places = Dictionary(grouping: sorted.filter { $0.alike != nil }, by: \.alike).mapValues { $0.map(\.place) }
        var told: Set<String> = []
        return sorted.compactMap { mistake in
            guard let alike = mistake.alike else { return mistake }
            guard told.insert(alike).inserted else { return nil }
            var mistake = mistake
            mistake.alike = nil
            guard let last = places[alike]?.last, let count = places[alike]?.count, count > 1 else { return mistake }
            let line = last.file == mistake.place.file && last.line > 0 ? "line \(last.line)" : "\(last)"
            mistake.text +=
                count == 2 ? "; and one more place, in \(line)" : "; and \(count - 1) more places, the last in \(line)"
            return mistake
        }
    }
}
