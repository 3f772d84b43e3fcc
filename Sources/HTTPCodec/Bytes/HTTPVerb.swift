/// The request methods that have a number, which is that of `HTTP_VERB` in the module API.
package enum HTTPVerb: Int32, CaseIterable, Sendable {
    case unparsed = 0
    case unknown
    case invalid
    case options
    case get
    case head
    case post
    case put
    case delete
    case trace
    case connect
    case track
    case move
    case copy
    case propfind
    case proppatch
    case mkcol
    case lock
    case unlock
    case search

    /// The number of a method. Methods are case-sensitive, so `get` is `unknown`.
    package init(method: RawSpan) {
        self.init(method, from: 0, to: method.byteCount)
    }

    /// The method's text, or an empty one for the three values that stand for none.
    package var method: StaticString {
        switch self {
        case .unparsed, .unknown, .invalid: ""
        case .options: "OPTIONS"
        case .get: "GET"
        case .head: "HEAD"
        case .post: "POST"
        case .put: "PUT"
        case .delete: "DELETE"
        case .trace: "TRACE"
        case .connect: "CONNECT"
        case .track: "TRACK"
        case .move: "MOVE"
        case .copy: "COPY"
        case .propfind: "PROPFIND"
        case .proppatch: "PROPPATCH"
        case .mkcol: "MKCOL"
        case .lock: "LOCK"
        case .unlock: "UNLOCK"
        case .search: "SEARCH"
        }
    }

    @inline(__always)
    init(_ bytes: RawSpan, from start: Int, to end: Int) {
        let isUpper = Self.isUpperCase(bytes, from: start, to: end)
        self = isUpper ? Self.match(bytes, from: start, to: end) : .unknown
    }

    @inline(__always)
    private static func isUpperCase(_ bytes: RawSpan, from start: Int, to end: Int) -> Bool {
        var position = start
        while position < end, bytes.byte(position) &- 0x41 < 26 { position &+= 1 }
        return position == end
    }

    @inline(__always)
    private static func match(_ bytes: RawSpan, from start: Int, to end: Int) -> HTTPVerb {
        let length = end &- start
        guard length >= 3, length <= 9 else { return .unknown }
        let key = NameKey(bytes, at: start, length: length)
        switch length {
        case 3:
            if key == NameKey("GET") { return .get }
            if key == NameKey("PUT") { return .put }
        case 4:
            if key == NameKey("POST") { return .post }
            if key == NameKey("HEAD") { return .head }
            if key == NameKey("MOVE") { return .move }
            if key == NameKey("COPY") { return .copy }
            if key == NameKey("LOCK") { return .lock }
        case 5:
            if key == NameKey("TRACE") { return .trace }
            if key == NameKey("TRACK") { return .track }
            if key == NameKey("MKCOL") { return .mkcol }
        case 6:
            if key == NameKey("DELETE") { return .delete }
            if key == NameKey("UNLOCK") { return .unlock }
            if key == NameKey("SEARCH") { return .search }
        case 7:
            if key == NameKey("OPTIONS") { return .options }
            if key == NameKey("CONNECT") { return .connect }
        case 8:
            if key == NameKey("PROPFIND") { return .propfind }
        case 9:
            if key == NameKey("PROPPATCH") { return .proppatch }
        default: break
        }
        return .unknown
    }
}
