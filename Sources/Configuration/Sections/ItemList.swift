/// The items of a collection, in pieces: places that add a few items to thousands share the others with the places above them.
package struct ItemList: Sendable, RandomAccessCollection, MutableCollection, ExpressibleByArrayLiteral {
    private static let mostInPiece = 16

    private var pieces: [[ConfigurationElement]] = []
    /// The number of the first item of each piece.
    private var starts: [Int] = []
    package private(set) var count = 0

    package init(arrayLiteral elements: ConfigurationElement...) { for element in elements { append(element) } }

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }
    package var indices: Range<Int> { 0..<count }

    package subscript(position: Int) -> ConfigurationElement {
        get {
            let piece = piece(of: position)
            return pieces[piece][position - starts[piece]]
        }
        _modify {
            let piece = piece(of: position)
            yield &pieces[piece][position - starts[piece]]
        }
    }

    package func makeIterator() -> FlattenSequence<[[ConfigurationElement]]>.Iterator { pieces.joined().makeIterator() }

    mutating func append(_ item: ConfigurationElement) {
        if let last = pieces.last?.count, last < Self.mostInPiece {
            pieces[pieces.count - 1].append(item)
        } else {
            pieces.append([item])
            starts.append(count)
        }
        count += 1
    }

    mutating func insert(_ item: ConfigurationElement, at position: Int) {
        guard position < count else { return append(item) }
        let piece = piece(of: position)
        pieces[piece].insert(item, at: position - starts[piece])
        if pieces[piece].count > Self.mostInPiece {
            let half = Array(pieces[piece][(Self.mostInPiece / 2)...])
            pieces[piece].removeLast(half.count)
            pieces.insert(half, at: piece + 1)
            starts.insert(0, at: piece + 1)
        }
        count(from: piece)
    }

    mutating func remove(at position: Int) {
        let piece = piece(of: position)
        pieces[piece].remove(at: position - starts[piece])
        if pieces[piece].isEmpty {
            pieces.remove(at: piece)
            starts.remove(at: piece)
        }
        count(from: piece)
    }

    private func piece(of position: Int) -> Int {
        precondition(position >= 0 && position < count, "There is no item \(position) of \(count).")
        var low = 0
        var high = starts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= position { low = middle } else { high = middle }
        }
        return low
    }

    /// Counts anew where pieces begin, from one on.
    private mutating func count(from first: Int) {
        var next = first == 0 ? 0 : starts[first - 1] + pieces[first - 1].count
        for piece in pieces.indices.dropFirst(first) {
            starts[piece] = next
            next += pieces[piece].count
        }
        count = next
    }
}

/// The keys of the items of a collection, and where each was written; in pieces as the items are.
struct KeyTable: Sendable {
    private static let most = 64

    private var pieces: [[[String]: ConfigurationPlace]] = []
    private var count = 0

    subscript(key: [String]) -> ConfigurationPlace? {
        get { pieces.isEmpty ? nil : pieces[piece(of: key)][key] }
        set {
            if pieces.isEmpty { pieces = [[:]] }
            let piece = piece(of: key)
            let before = pieces[piece].count
            pieces[piece][key] = newValue
            count += pieces[piece].count - before
            if pieces.count == 1, count > Self.most { split() }
        }
    }

    private func piece(of key: [String]) -> Int {
        pieces.count == 1 ? 0 : Int(UInt(bitPattern: key.hashValue) % UInt(pieces.count))
    }

    private mutating func split() {
        let all = pieces[0]
        pieces = Array(repeating: [:], count: Self.most)
        for (key, place) in all { pieces[piece(of: key)][key] = place }
    }
}
