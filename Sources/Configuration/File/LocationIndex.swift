/// The locations of a file by the names that lead to them, so that thousands of them cost a place no more than its own names do.
struct LocationIndex: Sendable {
    private struct Node {
        let name: String
        /// The numbers of locations of exactly this path.
        var locations: [Int] = []
        var firstBelow: Int?
        var nextBeside: Int?
    }

    private struct Step: Hashable {
        let above: Int
        let name: String
    }

    /// The first is the folder of the file.
    private var nodes = [Node(name: "")]
    private var numbers: [Step: Int] = [:]
    /// How many names lead to the deepest location.
    private(set) var depth = 0

    /// Adds the location of that number, to which `names` lead, in small letters.
    mutating func add(_ location: Int, at names: ArraySlice<String>) {
        var node = 0
        for name in names {
            let step = Step(above: node, name: name)
            if let known = numbers[step] {
                node = known
                continue
            }
            nodes.append(Node(name: name, nextBeside: nodes[node].firstBelow))
            nodes[node].firstBelow = nodes.count - 1
            node = nodes.count - 1
            numbers[step] = node
        }
        nodes[node].locations.append(location)
        depth = max(depth, names.count)
    }

    /// The node below another; nil if no location is there or below.
    func node(below above: Int, named name: String) -> Int? { numbers[Step(above: above, name: name)] }

    /// The numbers of the locations at a node.
    func locations(at node: Int) -> [Int] { nodes[node].locations }

    /// The next names of all paths that lead through a node.
    func names(below node: Int) -> [String] {
        var names: [String] = []
        var next = nodes[node].firstBelow
        while let number = next {
            names.append(nodes[number].name)
            next = nodes[number].nextBeside
        }
        return names
    }
}

extension ConfigurationFile {
    /// The names of what is directly below a place and has locations of this file, itself or further below; in small letters.
    package func locationNames(below place: ConfigurationPath) -> [String] {
        var walk = LocationWalk(self, to: place)
        for depth in 0...place.depth { walk.go(to: depth) }
        return walk.node.map { index.names(below: $0) } ?? []
    }
}

/// Goes along the names of a path, and knows which locations of a file stand where it is.
struct LocationWalk {
    let file: ConfigurationFile
    private let path: ConfigurationPath
    /// Where it is in the index of the file; nil above the folder of the file, beside it, and where no location is any more.
    private(set) var node: Int?

    init(_ file: ConfigurationFile, to path: ConfigurationPath) {
        self.file = file
        self.path = path
    }

    /// Goes on to `depth`, which is 0 the first time and then one more each time.
    mutating func go(to depth: Int) {
        if depth > file.path.depth {
            node = node.flatMap { file.index.node(below: $0, named: path.segments[depth - 1]) }
        } else if depth == file.path.depth, path.segments.starts(with: file.path.segments) {
            node = 0
        }
    }

    /// Whether it is at the folder of the file.
    func isAtFolder(_ depth: Int) -> Bool { depth == file.path.depth && node != nil }

    /// The locations of the file for where it is.
    var layers: [ConfigurationFile.Layer] {
        node.map { file.index.locations(at: $0).map { file.locations[$0] } } ?? []
    }
}
