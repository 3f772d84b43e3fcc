import Configuration
import EventLoop
import FoundationEssentials
import HTTPFront
import ModuleHost
import OperatingSystem
import Testing

@Suite("AccessLogFormatter")
struct AccessLogFormatterTests {
    /// 2026-11-24T07:15:09.042Z
    private static let time: Int64 = 1_795_504_509_042

    private func entry() -> AccessLogEntry {
        var entry = AccessLogEntry()
        entry.time = Self.time
        entry.client = .ipv4(0xC000_0207, port: 50123)
        entry.server = .ipv6(high: 0x2001_0DB8_0000_0000, low: 1, port: 8080, scope: 0)
        entry.version = (1, 1)
        entry.status = 404
        entry.substatus = 7
        entry.setResult(Int32(bitPattern: 0x8007_0002))
        entry.bytesSent = 512
        entry.bodyBytesSent = 300
        entry.bytesReceived = 99
        entry.timeTaken = 12
        entry.number = 34
        entry.set(.method, "GET")
        entry.set(.path, "/a b")
        entry.set(.query, "q=1")
        entry.set(.target, "/a%20b?q=1")
        entry.set(.host, "example.com:8080")
        entry.set(.userAgent, "Probe/1.0 (x; y)")
        return entry
    }

    private func line(
        _ format: AccessLogFormat, _ entry: borrowing AccessLogEntry, site: String? = "Default Web Site"
    ) -> String {
        var formatter = AccessLogFormatter(format, siteName: site, requestIDPrefix: "0123-")
        var output = ByteBuffer()
        formatter.write(entry, to: &output)
        return String(decoding: output)
    }

    /// An entry all of whose texts are these bytes.
    private func entry(allTexts bytes: [UInt8]) -> AccessLogEntry {
        var entry = self.entry()
        for text in AccessLogEntry.Text.allCases { entry.set(text, bytes.span.bytes) }
        entry.client = .unix(String(decoding: bytes, as: UTF8.self))
        return entry
    }

    @Test("There is room for each text of an entry")
    func room() { #expect(AccessLogEntry.Text.allCases.count == AccessLogEntry.textLimit) }

    @Test("A W3C line has the fields of IIS in their order, plus signs for spaces and dashes for what is empty")
    func w3c() {
        #expect(
            line(.w3c, entry()) == """
                2026-11-24 07:15:09 Default+Web+Site 2001:db8::1 GET /a+b q=1 8080 - 192.0.2.7 HTTP/1.1 \
                Probe/1.0+(x;+y) - example.com:8080 404 7 2 512 99 12 0123-34

                """)
    }

    @Test("A combined line has the request line as it came and the bytes of the body")
    func combined() {
        #expect(
            line(.combined, entry()) == """
                192.0.2.7 - - [24/Nov/2026:07:15:09 +0000] "GET /a%20b?q=1 HTTP/1.1" 404 300 "-" "Probe/1.0 (x; y)"

                """)
    }

    @Test("A JSON line is one object with the same members whatever is absent")
    func json() {
        #expect(
            line(.json, entry()) == """
                {"time":"2026-11-24T07:15:09.042Z","site":"Default Web Site","server_ip":"2001:db8::1","server_port":8080,\
                "client_ip":"192.0.2.7","client_port":50123,"user":null,"method":"GET","path":"/a b","query":"q=1",\
                "target":"/a%20b?q=1","version":"HTTP/1.1","host":"example.com:8080","user_agent":"Probe/1.0 (x; y)",\
                "referer":null,"status":404,"substatus":7,"win32_status":2,"bytes_sent":512,"body_bytes_sent":300,\
                "bytes_received":99,"time_taken_ms":12,"request_id":"0123-34"}

                """)
    }

    @Test("A request that was not understood has dashes and nulls for what is not known")
    func refused() {
        var entry = AccessLogEntry()
        entry.time = Self.time
        entry.status = 400
        #expect(
            line(.w3c, entry, site: nil) == "2026-11-24 07:15:09 - 0.0.0.0 - - - 0 - 0.0.0.0 - - - - 400 0 0 0 0 0 -\n")
        #expect(line(.combined, entry) == "0.0.0.0 - - [24/Nov/2026:07:15:09 +0000] \"-\" 400 0 \"-\" \"-\"\n")
        #expect(line(.json, entry).contains(#""method":null,"path":null,"query":null,"target":null,"version":null,"#))
        #expect(line(.json, entry).hasSuffix(#""request_id":null}"# + "\n"))
    }

    @Test("Of a request that was understood in part, the combined line has that part")
    func refusedInPart() {
        var entry = AccessLogEntry()
        entry.time = Self.time
        entry.set(.method, "GET")
        #expect(line(.combined, entry).contains(" \"GET\" 0 "))
        entry.set(.target, "/a?b")
        #expect(line(.combined, entry).contains(" \"GET /a?b\" 0 "))
        entry.version = (1, 0)
        #expect(line(.combined, entry).contains(" \"GET /a?b HTTP/1.0\" 0 "))
    }

    @Test("No byte of a client's text ends a field or a line, and all lines are printable ASCII", arguments: 0...255)
    func hostileBytes(byte: Int) throws {
        let bytes: [UInt8] = [0x61, UInt8(byte), 0x62]
        let hostile = entry(allTexts: bytes)
        let site = String(decoding: bytes, as: UTF8.self)
        for format in AccessLogFormat.allCases {
            let line = line(format, hostile, site: site)
            #expect(line.utf8.last == 0x0A)
            #expect(line.utf8.dropLast().allSatisfy { (0x20...0x7E).contains($0) })
        }
        #expect(line(.w3c, hostile, site: site).split(separator: " ").count == 21)
        // What remains between quotes that no backslash introduces: five stretches outside, four inside.
        #expect(line(.combined, hostile).split(separator: "\"", omittingEmptySubsequences: false).count == 7)
        #expect(line(.combined, hostile).prefix { $0 != "\"" }.split(separator: " ").count == 5)
        let object = try JSONDecoder().decode(Texts.self, from: Data(line(.json, hostile, site: site).utf8))
        let expected = String(decoding: bytes, as: UTF8.self)
        #expect(object.path == expected && object.userAgent == expected && object.user == expected)
        #expect(object.clientAddress == "unix:" + expected && object.site == expected)
    }

    private struct Texts: Decodable {
        let site: String
        let path: String
        let userAgent: String
        let user: String
        let clientAddress: String

        enum CodingKeys: String, CodingKey {
            case site, path, user
            case userAgent = "user_agent"
            case clientAddress = "client_ip"
        }
    }

    @Test(
        "JSON gives back text beyond ASCII, and U+FFFD for what is no UTF-8",
        arguments: ["größe", "😀", "\u{2028}\u{85}\u{202E}"])
    func unicode(text: String) throws {
        #expect(try path(ofJSON: Array(text.utf8)) == text)
        #expect(try path(ofJSON: [0xC3, 0x28]) == "\u{FFFD}(")
    }

    private func path(ofJSON bytes: [UInt8]) throws -> String {
        try JSONDecoder().decode(Texts.self, from: Data(line(.json, entry(allTexts: bytes)).utf8)).path
    }

    @Test("A W3C field shows bytes beyond ASCII by their numbers, and a combined one too")
    func escapes() {
        let hostile = entry(allTexts: Array("ü\"\\\n".utf8))
        #expect(line(.w3c, hostile).contains(" %C3%BC\"\\%0A "))
        #expect(line(.combined, hostile).contains(#""\xC3\xBC\x22\x5C\x0A""#))
    }

    @Test("The stamp follows the time, also across days and before 1970")
    func stamp() {
        var formatter = AccessLogFormatter(.json, siteName: "")
        var entry = AccessLogEntry()
        for (time, text) in [
            (Int64(951_782_399_999), "2000-02-28T23:59:59.999Z"), (951_782_400_000, "2000-02-29T00:00:00.000Z"),
            (951_782_400_007, "2000-02-29T00:00:00.007Z"), (-1, "1969-12-31T23:59:59.999Z"),
        ] {
            entry.time = time
            var output = ByteBuffer()
            formatter.write(entry, to: &output)
            #expect(String(decoding: output).hasPrefix("{\"time\":\"\(text)\""))
        }
    }

    @Test("The address of the server follows the entry")
    func serverAddress() {
        for format in [AccessLogFormat.w3c, .json] {
            var formatter = AccessLogFormatter(format, siteName: "s")
            for server in [
                EndpointAddress.ipv4(0x7F00_0001, port: 80), .ipv4(0x7F00_0001, port: 81), .ipv4(0x7F00_0002, port: 81),
                .unix("/s"), .unix("/t"), .ipv6(high: 0, low: 1, port: 81, scope: 0),
                .ipv6(high: 0, low: 1, port: 81, scope: 0),
            ] {
                let entry = AccessLogEntry(server: server)
                var output = ByteBuffer()
                formatter.write(entry, to: &output)
                let words = String(decoding: output)
                #expect(words.contains(format == .json ? "\"server_ip\":\"\(server.name)\"" : " \(server.name) "))
                #expect(words.contains(format == .json ? "\"server_port\":\(server.port)," : " \(server.port) "))
            }
        }
    }
}
