import HTTPCodec

/// What a corpus line expects of a head: method and target, then what differs from a plain HTTP/1.1 request without a
/// body.
///
/// Words: `http/1.N`, `close`, `length=N`, `chunked`, `continue`, `upgrade`, `absolute`, `authority`, `asterisk`,
/// `https`, `rest=N` (bytes behind the head). `host=`, `authority=`, `path=` and `fields=` are compared if they are
/// there.
struct ExpectedHead {
    private var method: [UInt8] = []
    private var target: [UInt8] = []
    private var minorVersion: UInt8 = 1
    private var keepAlive = true
    private var framing = RequestFraming.none
    private var expectsContinue = false
    private var wantsUpgrade = false
    private var form = TargetForm.origin
    private var isSecure = false
    private var rest = 0
    private var host: [UInt8]?
    private var authority: [UInt8]?
    private var path: [UInt8]?
    private var fieldCount: Int?

    init(_ words: [String]) {
        method = CorpusEntry.unescape(words[0])
        target = CorpusEntry.unescape(words[1])
        for word in words.dropFirst(2) { read(word) }
    }

    private mutating func read(_ word: String) {
        if let equals = word.firstIndex(of: "=") {
            return read(String(word[..<equals]), String(word[word.index(after: equals)...]))
        }
        switch word {
        case "close": keepAlive = false
        case "chunked": framing = .chunked
        case "continue": expectsContinue = true
        case "upgrade": wantsUpgrade = true
        case "absolute": form = .absolute
        case "authority": form = .authority
        case "asterisk": form = .asterisk
        case "https": isSecure = true
        default:
            guard word.hasPrefix("http/1."), let minor = UInt8(word.dropFirst(7)) else {
                preconditionFailure("an unknown word in a corpus: \(word)")
            }
            minorVersion = minor
        }
    }

    private mutating func read(_ key: String, _ value: String) {
        switch key {
        case "length": framing = .length(UInt64(value)!)
        case "rest": rest = Int(value)!
        case "host": host = CorpusEntry.unescape(value)
        case "authority": authority = CorpusEntry.unescape(value)
        case "path": path = CorpusEntry.unescape(value)
        case "fields": fieldCount = Int(value)!
        default: preconditionFailure("an unknown word in a corpus: \(key)=")
        }
    }

    /// Everything that `snapshot` has otherwise than expected.
    func differences(from snapshot: HeadSnapshot) -> [String] {
        let head = snapshot.head
        var found: [String] = []
        func expect(_ isRight: Bool, _ what: String) { if !isRight { found.append(what) } }
        expect(snapshot.text(head.method) == method, "method")
        expect(snapshot.text(head.target) == target, "target")
        expect(head.majorVersion == 1 && head.minorVersion == minorVersion, "version")
        expect(head.keepAlive == keepAlive, "keepAlive")
        expect(head.framing == framing, "framing")
        expect(head.expectsContinue == expectsContinue, "expectsContinue")
        expect(head.wantsUpgrade == wantsUpgrade, "wantsUpgrade")
        expect(head.targetForm == form, "targetForm")
        expect(head.isSecureTarget == isSecure, "isSecureTarget")
        expect(head.headLength == snapshot.bytes.count - rest, "headLength")
        if let host { expect(snapshot.text(head.host) == host, "host") }
        if let authority { expect(snapshot.text(head.authority) == authority, "authority") }
        if let path { expect(snapshot.text(head.path) == path, "path") }
        if let fieldCount { expect(snapshot.fields.count == fieldCount, "fieldCount") }
        return found
    }
}

/// All that a decoder says of a head, so that the answers of two decoders can be compared.
struct HeadSnapshot: Equatable {
    let bytes: [UInt8]
    let head: RequestHead
    let fields: [HeaderField]

    init(_ decoder: borrowing RequestDecoder, _ bytes: [UInt8]) {
        self.bytes = bytes
        head = decoder.head
        fields = (0..<decoder.fieldCount).map { index in decoder.field(at: index) }
    }

    func text(_ slice: ByteSlice) -> [UInt8] { Array(bytes[slice.range]) }
}
