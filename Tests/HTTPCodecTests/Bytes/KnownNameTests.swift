import HTTPCodec
import Testing

@Suite("HTTPVerb")
struct HTTPVerbTests {
    @Test("The numbers are those of the module API")
    func numbers() {
        let names = [
            "", "", "", "OPTIONS", "GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT", "TRACK", "MOVE", "COPY",
            "PROPFIND", "PROPPATCH", "MKCOL", "LOCK", "UNLOCK", "SEARCH",
        ]
        #expect(HTTPVerb.allCases.map { "\($0.method)" } == names)
        #expect(HTTPVerb.allCases.map(\.rawValue) == Array(0..<20))
    }

    private func verb(_ method: [UInt8]) -> HTTPVerb { HTTPVerb(method: method.span.bytes) }

    @Test("Each method is found by its bytes", arguments: HTTPVerb.allCases.dropFirst(3))
    func isFound(verb expected: HTTPVerb) {
        let method = Array("\(expected.method)".utf8)
        #expect(verb(method) == expected)
        #expect(verb(Array("\(expected.method)".lowercased().utf8)) == .unknown)
        #expect(verb(method + [0x58]) == .unknown)
        #expect(verb(Array(method.dropLast())) == .unknown)
        for index in method.indices {
            var changed = method
            changed[index] = changed[index] == 0x58 ? 0x59 : 0x58
            #expect(verb(changed) == .unknown)
        }
    }

    @Test(
        "Other methods are unknown",
        arguments: ["PATCH", "M-SEARCH", "X", "", "GeT", "PROPPATCHES", "VERSION-CONTROL"])
    func others(method: String) {
        #expect(verb(Array(method.utf8)) == .unknown)
    }
}

@Suite("Numbers of header fields")
struct HeaderIDTests {
    /// The number that a decoder gives to a field of that name.
    private func number(of name: String) -> Int8? {
        let bytes = Array("GET / HTTP/1.0\r\n\(name): 0\r\n\r\n".utf8)
        var decoder = RequestDecoder()
        guard decoder.decode(bytes) == .head else { return nil }
        return decoder.field(at: 0).knownID
    }

    /// The same, where fewer than eight bytes follow the name, so that it is read byte by byte.
    private func numberAtTheEnd(of name: String) -> Int8? {
        let bytes = Array("GET / HTTP/1.0\r\n\(name):\r\n\r\n".utf8)
        var decoder = RequestDecoder()
        guard decoder.decode(bytes) == .head else { return nil }
        return decoder.field(at: 0).knownID
    }

    @Test("Request numbers are those of the module API")
    func requestNumbers() {
        let names = """
            Cache-Control Connection Date Keep-Alive Pragma Trailer Transfer-Encoding Upgrade Via Warning Allow \
            Content-Length Content-Type Content-Encoding Content-Language Content-Location Content-MD5 Content-Range \
            Expires Last-Modified Accept Accept-Charset Accept-Encoding Accept-Language Authorization Cookie Expect \
            From Host If-Match If-Modified-Since If-None-Match If-Range If-Unmodified-Since Max-Forwards \
            Proxy-Authorization Referer Range TE Translate User-Agent
            """
        #expect(RequestHeaderID.allCases.map { "\($0.name)" }.joined(separator: " ") == names)
        #expect(RequestHeaderID.allCases.map(\.rawValue) == Array(0...40))
    }

    @Test("Response numbers are those of the module API")
    func responseNumbers() {
        let names = """
            Cache-Control Connection Date Keep-Alive Pragma Trailer Transfer-Encoding Upgrade Via Warning Allow \
            Content-Length Content-Type Content-Encoding Content-Language Content-Location Content-MD5 Content-Range \
            Expires Last-Modified Accept-Ranges Age ETag Location Proxy-Authenticate Retry-After Server Set-Cookie \
            Vary WWW-Authenticate
            """
        #expect(ResponseHeaderID.allCases.map { "\($0.name)" }.joined(separator: " ") == names)
        #expect(ResponseHeaderID.allCases.map(\.rawValue) == Array(0...29))
    }

    @Test("Each known name is found in any case", arguments: RequestHeaderID.allCases)
    func isFound(id: RequestHeaderID) {
        // These need a proper value to pass; the corpus has them.
        guard ![.contentLength, .transferEncoding].contains(id) else { return }
        let name = "\(id.name)"
        for spelling in [name, name.lowercased(), name.uppercased()] {
            #expect(number(of: spelling) == id.rawValue)
        }
        guard id != .contentLength else { return }
        #expect(numberAtTheEnd(of: name) == id.rawValue)
    }

    @Test("A name that differs in one byte is not found", arguments: RequestHeaderID.allCases)
    func isNotFound(id: RequestHeaderID) {
        let name = Array("\(id.name)".utf8)
        for index in name.indices {
            for byte in [UInt8(ascii: "z"), UInt8(ascii: "_"), UInt8(ascii: "1")] where name[index] != byte {
                var changed = name
                changed[index] = byte
                #expect(number(of: String(decoding: changed, as: UTF8.self)) == -1)
            }
        }
        #expect(number(of: "\(id.name)x") == -1)
        #expect(number(of: "x\(id.name)") == -1)
    }

    @Test(
        "Long and short names are unknown",
        arguments: ["X", "a-name-of-22-bytes-all", "Sec-WebSocket-Extensions-Are-Long"])
    func others(name: String) {
        #expect(number(of: name) == -1)
        #expect(numberAtTheEnd(of: name) == -1)
    }
}
