package import HTTPCodec
package import OperatingSystem

/// Whom trusted proxies say a request comes from, and how it reached the first of them. A value.
///
/// Each proxy adds at the right end the address that it saw. So the list is read from the right for as long as what stands there
/// is trusted itself; the first address that is not is the client. What stands further left may have been made up by the client.
package struct ForwardedAddress: Sendable, Equatable {
    /// The client; nil if the proxy does not say, so that the peer of the connection stands for it.
    package private(set) var client: EndpointAddress?
    /// Whether the client used HTTPS; nil if the proxy does not say.
    package private(set) var isSecure: Bool?
    /// The host, with a port if there was one, that the client asked for; nil if the proxy does not say.
    package private(set) var host: String?
    /// What was not understood and therefore ignored: a sentence for the log.
    package private(set) var problem: String?

    /// Nil if the peer is not trusted or says nothing.
    ///
    /// A proxy that sets X-Forwarded-For is known to speak that language, and a Forwarded field beside it is not believed: the
    /// client may have sent it. Pure; any thread.
    package init?(_ fields: ForwardedFields, peer: EndpointAddress, trusted: TrustedProxies) {
        guard !fields.isEmpty, trusted.contains(peer) else { return nil }
        if fields.forwardedFor.isEmpty, !fields.forwarded.isEmpty {
            take(forwarded: fields.forwarded, trusted)
        } else {
            take(listed: fields, trusted)
        }
    }

    // MARK: X-Forwarded-*

    private mutating func take(listed fields: ForwardedFields, _ trusted: TrustedProxies) {
        let hops = walk(Self.elements(fields.forwardedFor), "X-Forwarded-For", trusted)
        take(proto: Self.element(Self.elements(fields.forwardedProto), hops), "X-Forwarded-Proto")
        take(host: Self.element(Self.elements(fields.forwardedHost), hops), "X-Forwarded-Host")
    }

    /// The elements of a comma-separated list over several lines, without the empty ones.
    private static func elements(_ lines: [String]) -> [String?] {
        lines.flatMap { line in
            line.split(separator: ",").map(Self.trimmed).filter { !$0.isEmpty }
        }
    }

    private static func trimmed(_ text: Substring) -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        guard let start = text.firstIndex(where: { !isBlank($0) }), let end = text.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(text[start...end])
    }

    /// What the proxy that saw the client says: as far from the right as the client's address is. A shorter list, such as one
    /// value that the first proxy set, is meant for all.
    private static func element(_ elements: [String?], _ hops: Int) -> String? {
        elements.isEmpty ? nil : elements[max(0, elements.count - max(hops, 1))]
    }

    // MARK: Forwarded

    private mutating func take(forwarded lines: [String], _ trusted: TrustedProxies) {
        var elements: [ForwardedElement] = []
        for line in lines.reversed() {
            guard let more = ForwardedElement.parse(line) else {
                problem = "a Forwarded field is malformed; it and all before it were ignored"
                break
            }
            elements = more + elements
        }
        let hops = walk(elements.map(\.node), "Forwarded", trusted)
        guard !elements.isEmpty else { return }
        let element = elements[elements.count - max(hops, 1)]
        take(proto: element.proto, "Forwarded")
        take(host: element.host, "Forwarded")
    }

    // MARK: Both

    /// Finds the client. Returns how many addresses from the right were understood up to it.
    private mutating func walk(_ nodes: [String?], _ field: String, _ trusted: TrustedProxies) -> Int {
        var hops = 0
        for node in nodes.reversed() {
            guard let node, let address = EndpointAddress(node: node) else {
                problem = "an address in \(field) is hidden or malformed; it and all before it were ignored"
                break
            }
            client = address
            hops += 1
            guard trusted.contains(address) else { break }
        }
        return hops
    }

    private mutating func take(proto: String?, _ field: String) {
        switch proto?.lowercased() {
        case "https": isSecure = true
        case "http": isSecure = false
        case nil: break
        default: problem = "the scheme in \(field) is neither http nor https and was ignored"
        }
    }

    private mutating func take(host: String?, _ field: String) {
        guard let host else { return }
        guard Self.isHost(host) else {
            problem = "the host in \(field) is malformed and was ignored"
            return
        }
        self.host = host
    }

    /// A name or numeric address with an optional port, and nothing that could mean more than that anywhere.
    private static func isHost(_ text: String) -> Bool {
        if text.hasPrefix("[") { return EndpointAddress(node: text) != nil }
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = parts.first, (1...255).contains(name.utf8.count),
            name.utf8.allSatisfy({ ByteSet.hostName.contains($0) })
        else { return false }
        guard parts.count == 2 else { return true }
        return (1...5).contains(parts[1].utf8.count) && parts[1].utf8.allSatisfy { $0 &- 0x30 < 10 }
            && UInt16(parts[1]) != nil
    }
}

/// The fields of one request in which proxies say whom it comes from. A value.
package struct ForwardedFields: Sendable, Equatable {
    /// The values of all lines of a field, in order.
    package var forwarded: [String] = []
    package var forwardedFor: [String] = []
    package var forwardedProto: [String] = []
    package var forwardedHost: [String] = []

    package init() {}

    /// Picks them out of the head that was decoded last, whose bytes are given.
    package init(_ decoder: HeadDecoder, in bytes: Span<UInt8>) {
        for index in 0..<decoder.fieldCount {
            let field = decoder.field(at: index)
            guard field.knownID < 0 else { continue }
            let name = bytes.extracting(field.name.range)
            let path: WritableKeyPath<ForwardedFields, [String]>
            switch name.count {
            case 9 where Self.equal(name, "forwarded"): path = \.forwarded
            case 15 where Self.equal(name, "x-forwarded-for"): path = \.forwardedFor
            case 17 where Self.equal(name, "x-forwarded-proto"): path = \.forwardedProto
            case 16 where Self.equal(name, "x-forwarded-host"): path = \.forwardedHost
            default: continue
            }
            self[keyPath: path].append(Self.text(bytes.extracting(field.value.range)))
        }
    }

    /// Whether no proxy says anything.
    package var isEmpty: Bool {
        forwarded.isEmpty && forwardedFor.isEmpty && forwardedProto.isEmpty && forwardedHost.isEmpty
    }

    private static func equal(_ name: Span<UInt8>, _ lowercase: String) -> Bool {
        var index = 0
        for byte in lowercase.utf8 {
            let own = name[index]
            guard own == byte || (own &- 0x41 < 26 && own | 0x20 == byte) else { return false }
            index += 1
        }
        return true
    }

    private static func text(_ bytes: Span<UInt8>) -> String {
        var copy: [UInt8] = []
        for index in bytes.indices { copy.append(bytes[index]) }
        return String(decoding: copy, as: UTF8.self)
    }
}
