/// The methods that have an HTTP_VERB number.
enum HttpVerbs {
    private static let names: [StaticString] = [
        "OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT", "TRACK", "MOVE", "COPY", "PROPFIND",
        "PROPPATCH", "MKCOL", "LOCK", "UNLOCK", "SEARCH",
    ]

    /// HttpVerbOPTIONS is 3; a method without a number is 1, HttpVerbUnknown. Methods are case-sensitive.
    static func number(of method: UnsafeRawBufferPointer) -> UInt32 {
        for (index, name) in names.enumerated() where name.utf8CodeUnitCount == method.count {
            if method.elementsEqual(UnsafeRawBufferPointer(start: name.utf8Start, count: method.count)) {
                return UInt32(index) + 3
            }
        }
        return 1
    }
}
