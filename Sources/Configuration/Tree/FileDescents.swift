/// The sections of one file as they are in force at each place that the file has them for.
///
/// Each place goes on from the one above it, so that thousands of locations cost no more than what they say.
struct FileDescents {
    private let tree: ConfigurationTree
    private let file: ConfigurationFile
    /// The files of the folders above, and this one, unless it is the server's.
    private let files: [ConfigurationFile]
    /// How far sections have come, by where they were said last.
    private var known: [Section: [Int: SectionDescent]] = [:]

    /// Applications see other locations than the places around them.
    private struct Section: Hashable {
        let name: String
        let application: Int?
    }

    init(_ tree: ConfigurationTree, _ file: ConfigurationFile, below files: [ConfigurationFile] = []) {
        self.tree = tree
        self.file = file
        self.files = file.path.depth == 0 ? [] : files + [file]
    }

    /// A section at a place that the file has it for; of the mistakes those that the places above in the file do not have already.
    /// `application` is how deep the application of the place lies. Nil if no schema describes the section.
    mutating func effective(
        _ name: String, at path: ConfigurationPath, application: Int? = nil
    ) -> ConfigurationTree.Effective? {
        guard var descent = tree.descent(of: name, application: application) else { return nil }
        let section = Section(name: name, application: application)
        var walk = StepWalk(tree.server, files, to: path, application: application ?? 0)
        // Whether what is wrong so far is told of a place above; another application may see other mistakes there.
        var isTold = false
        for depth in 0...path.depth {
            let steps = walk.go(to: depth).filter { $0.layer.sections[name] != nil }
            guard !steps.isEmpty else { continue }
            if let node = walk.node, let there = known[section]?[node] {
                descent = there
            } else {
                if isTold, depth > file.path.depth { descent.beginPlace() }
                for step in steps { descent.take(step) }
                if let node = walk.node { known[section, default: [:]][node] = descent }
            }
            if depth >= application ?? 0, steps.contains(where: { $0.fileDepth == file.path.depth }) { isTold = true }
        }
        return descent.effective(tree.overrides.sections[name], isAboveToldApart: true)
    }
}
