/// Goes from the server down to a place, and knows what is said where it is.
struct StepWalk {
    private var walks: [LocationWalk]
    private let application: Int

    /// `files` are those of the folders on the way, the highest first; locations that are not for applications below them are left
    /// out above the depth `application`.
    init(_ server: ConfigurationFile, _ files: [ConfigurationFile], to path: ConfigurationPath, application: Int) {
        walks = ([server] + files).map { LocationWalk($0, to: path) }
        self.application = application
    }

    /// Where it is in the index of the last file.
    var node: Int? { walks[walks.count - 1].node }

    /// Goes on to `depth`, which is 0 the first time and then one more each time. Answers what is said there: by locations of
    /// higher files, and then by the file of the folder.
    mutating func go(to depth: Int) -> [ConfigurationTree.Step] {
        var steps: [ConfigurationTree.Step] = []
        for index in walks.indices {
            walks[index].go(to: depth)
            let file = walks[index].file
            if walks[index].isAtFolder(depth) {
                steps.append(ConfigurationTree.Step(layer: file.top, fileDepth: file.path.depth, isLocation: false))
            }
            for layer in walks[index].layers where layer.isInheritedByApplications || depth >= application {
                steps.append(ConfigurationTree.Step(layer: layer, fileDepth: file.path.depth, isLocation: true))
            }
        }
        return steps
    }
}
