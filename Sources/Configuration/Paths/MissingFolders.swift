import OperatingSystem

// Folders that a configuration names and that are not there. IIS starts all the same, and so does this server: they may come.
extension ConfigurationFiles {
    /// A sentence about each of these folders that is not one; about those that lack the same folder above them, one for all.
    func missing(_ folders: [PlacedText]) -> [ConfigurationMistake] {
        ConfigurationMistakes.folded(folders.compactMap(objection))
    }

    private func objection(_ folder: PlacedText) -> ConfigurationMistake? {
        let (path, place) = (folder.text, folder.place)
        switch self.folder(path) {
        case .there: return nil
        case .missing:
            let first = firstMissing(of: path)
            let text = first.isSamePath(as: path) ? "which is not there" : "and there is no \(first)"
            let remedy = otherCase(of: first).map { "there is \($0), and here letters differ by case" }
            return ConfigurationMistake(
                place, "physicalPath is \(path), \(text); \(remedy ?? "make the folder, or name another")",
                alike: "folder \(first)")
        case .other:
            return ConfigurationMistake(
                place, "physicalPath is \(path), which is no folder; name the folder that holds the files")
        case .hidden(let reason):
            return ConfigurationMistake(
                place, "physicalPath is \(path), which cannot be looked at: \(reason); let the server read it")
        }
    }

    /// What only its case tells from a path that is not there, which on Windows is the same.
    private func otherCase(of path: String) -> String? {
        guard let slash = path.lastSlash else { return nil }
        let folder = path[...slash]
        let name = path[path.index(after: slash)...].lowercased()
        return list(String(folder)).sorted().first { $0.lowercased() == name }.map { folder + $0 }
    }

    /// The highest folder on the way to a path that is not there.
    private func firstMissing(of path: String) -> String {
        var first = path
        while let slash = first.lastSlash, slash > first.startIndex {
            let above = String(first[..<slash])
            guard folder(above) == .missing else { break }
            first = above
        }
        return first
    }
}
