/// Writes requests that every reader has to understand alike, always the same ones for a seed.
struct DifferentialMessages {
    private var random: Mutations

    init(seed: UInt64) { random = Mutations(seed: seed) }

    private static let methods = [
        "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "MOVE", "COPY", "PROPFIND", "PROPPATCH",
        "MKCOL", "LOCK", "UNLOCK", "SEARCH", "REPORT", "SUBSCRIBE", "LINK",
    ]
    private static let names = Array("abcXYZ019-_.!$&'*+^`|~".utf8)
    private static let values = Array("abc XYZ\t019-_.,;:=\"()/?<>@[]{}\\!#$%&'*+^`|~".utf8)
    private static let paths = Array("abcXYZ019-_.~!$&'()*+,;=:@/".utf8)

    private mutating func pick<Element>(_ elements: [Element]) -> Element { elements[random.next(elements.count)] }

    private mutating func text(_ alphabet: [UInt8], _ lengths: ClosedRange<Int>) -> [UInt8] {
        let count = lengths.lowerBound + random.next(lengths.count)
        return (0..<count).map { _ in pick(alphabet) }
    }

    /// One to four requests, as a client sends them on one connection, and the sizes of the pieces in which they arrive.
    mutating func connection() -> (bytes: [UInt8], pieces: [Int]) {
        var bytes: [UInt8] = []
        let count = 1 + random.next(4)
        for _ in 0..<count { bytes += request() }
        let pieces = (0..<random.next(6)).map { _ in random.next(60) }
        return (bytes, pieces)
    }

    private mutating func request() -> [UInt8] {
        let method = pick(Self.methods)
        var bytes = Array(method.utf8) + [0x20] + target(of: method) + Array(" HTTP/1.1\r\n".utf8)
        var fields: [[UInt8]] = [Array("Host: example.test:8080".utf8)]
        for _ in 0..<random.next(8) { fields.insert(field(), at: random.next(fields.count + 1)) }
        let framing = random.next(3)
        let body = framing == 0 ? [] : text(Array(0...255), 0...200)
        switch framing {
        case 1: fields.append(Array("Content-Length:\(random.next(2) == 0 ? " " : "")\(body.count)".utf8))
        case 2: fields.append(Array("\(pick(["Transfer-Encoding", "transfer-encoding"])): chunked".utf8))
        default: break
        }
        for field in fields { bytes += field + [0x0D, 0x0A] }
        return bytes + [0x0D, 0x0A] + (framing == 2 ? chunks(body) : body)
    }

    private mutating func target(of method: String) -> [UInt8] {
        var target = [0x2F] + text(Self.paths, 0...40)
        if random.next(3) == 0 { target += Array("%\(pick(["20", "C3%A4", "41", "2e"]))".utf8) }
        if random.next(3) == 0 { target += [0x3F] + text(Self.paths + Array("?%".utf8), 0...30) }
        switch random.next(8) {
        case 0: return Array("http://example.test:8080".utf8) + target
        case 1 where method == "OPTIONS": return [0x2A]
        default: return target
        }
    }

    private mutating func field() -> [UInt8] {
        // A letter in front keeps the name from being one that means something.
        let name = Array("X".utf8) + text(Self.names, 1...20)
        let value = text(Self.values, 0...40)
        return name + [0x3A] + pick([[], [0x20], [0x20, 0x20], [0x09]]) + value + pick([[], [], [0x20]])
    }

    private mutating func chunks(_ body: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = body[...]
        while !rest.isEmpty {
            let size = 1 + random.next(min(rest.count, 40))
            let digits = pick([
                String(size, radix: 16), String(size, radix: 16).uppercased(), "0" + String(size, radix: 16),
            ])
            bytes += Array((digits + pick(["", "", ";name", ";name=value", ";name=\"value\""]) + "\r\n").utf8)
            bytes += rest.prefix(size) + [0x0D, 0x0A]
            rest = rest.dropFirst(size)
        }
        bytes += Array("0\r\n".utf8)
        for _ in 0..<random.next(3) { bytes += field() + [0x0D, 0x0A] }
        return bytes + [0x0D, 0x0A]
    }
}
