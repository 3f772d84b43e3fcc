import CModuleABI
import CModuleBorder

/// The header names that have an HTTP_HEADER_ID: some are shared, others differ between
/// request and response.
struct HeaderNames: @unchecked Sendable {
    // Safety: a constant table.
    private let names: UnsafePointer<KnownName>
    private let index: UnsafePointer<KnownNamesIndex>
    /// How many there are: ids below this one are valid.
    let count: Int

    private init(_ names: UnsafePointer<KnownName>, count: Int) {
        guard let index = KnownNames_MakeIndex(names, Int32(count)) else {
            preconditionFailure("no memory for the names of the header fields")
        }
        self.names = names
        self.index = index
        self.count = count
    }

    static let request = HeaderNames(KnownNames_Request(), count: Int(HttpHeaderRequestMaximum.rawValue))
    static let response = HeaderNames(KnownNames_Response(), count: Int(HttpHeaderResponseMaximum.rawValue))

    /// Response headers whose values are never joined with commas: their grammar has commas of its own, or (Set-Cookie)
    /// recipients take the joined form for one value.
    static func isNeverJoined(_ id: Int) -> Bool {
        id == responseID.setCookie || id == responseID.wwwAuthenticate || id == responseID.proxyAuthenticate
    }

    /// Whether a field of that name may stand behind a body: not if it is about the message, its connection or the body
    /// itself (RFC 9110, section 6.5.1).
    static func mayTrail(_ name: UnsafeRawBufferPointer) -> Bool {
        if let id = response.id(of: name) { return headOnlyIDs >> UInt64(id) & 1 == 0 }
        return !headOnlyNames.contains {
            equal(name, UnsafeRawBufferPointer(start: $0.utf8Start, count: $0.utf8CodeUnitCount))
        }
    }

    private static let headOnlyIDs = bits([
        sharedID.cacheControl, sharedID.connection, sharedID.keepAlive, sharedID.trailer, sharedID.transferEncoding,
        sharedID.upgrade, sharedID.contentLength, sharedID.contentType, sharedID.contentEncoding,
        sharedID.contentLanguage, sharedID.contentLocation, sharedID.contentRange, responseID.location,
        responseID.proxyAuthenticate, responseID.retryAfter, responseID.setCookie, responseID.vary,
        responseID.wwwAuthenticate,
    ])
    private static let headOnlyNames: [StaticString] = [
        "Host", "TE", "Expect", "Authorization", "Content-Disposition", "Proxy-Connection",
    ]

    /// Response headers that the host writes or reads before the message goes out. They must not stand among the fields
    /// without an id, where the host does not look for them.
    static func isHostsOwn(_ id: Int) -> Bool { hostsOwnIDs >> UInt64(id) & 1 != 0 }

    private static let hostsOwnIDs = bits([
        sharedID.connection, sharedID.date, sharedID.keepAlive, sharedID.trailer, sharedID.transferEncoding,
        sharedID.upgrade, sharedID.contentLength, responseID.server,
    ])

    /// A set of ids, one bit each.
    private static func bits(_ ids: [Int]) -> UInt64 { ids.reduce(0) { $0 | 1 << UInt64($1) } }

    /// Whether it is Proxy-Connection, which is about the connection and has no id.
    static func isProxyConnection(_ name: UnsafeRawBufferPointer) -> Bool {
        let own: StaticString = "Proxy-Connection"
        return equal(name, UnsafeRawBufferPointer(start: own.utf8Start, count: own.utf8CodeUnitCount))
    }

    /// The id of `name`, in any case; nil if it has none.
    func id(of name: UnsafeRawBufferPointer) -> Int? {
        let id = KnownNames_ID(index, name.baseAddress, name.count)
        return id >= 0 ? Int(id) : nil
    }

    /// The name of an id that is in range.
    func name(_ id: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: names[id].text, count: names[id].length)
    }

    /// Whether two names are the same but for the case of ASCII letters.
    static func equal(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
        left.count == right.count && FieldText_IsEqual(left.baseAddress, right.baseAddress, left.count) != 0
    }
}
