import Configuration
import OperatingSystem
import Testing

@Suite("ListenAddress")
struct ListenAddressTests {
    @Test(
        "An address is written as it is read",
        arguments: [
            "127.0.0.1:8080", "0.0.0.0:0", "255.255.255.255:65535", "[::1]:8080", "[::]:0", "[fe80::1:2]:80",
            "unix:/run/modhost.sock", "unix:/with space:and colon",
        ])
    func roundTrip(text: String) throws {
        #expect(try ListenAddress(parsing: text).description == text)
    }

    @Test("Other ways to write an IPv6 address are understood")
    func canonical() throws {
        #expect(try ListenAddress(parsing: "[0:0:0:0:0:0:0:1]:80").description == "[::1]:80")
    }

    @Test(
        "What is no address is refused with the remedy",
        arguments: [
            ("", "it has no port"), ("8080", "it is a port alone"), ("127.0.0.1", "it has no port"),
            ("127.0.0.1:", "\"\" is no port"), ("127.0.0.1:65536", "\"65536\" is no port"),
            ("127.0.0.1:-1", "\"-1\" is no port"), ("127.0.0.1:+1", "\"+1\" is no port"),
            ("127.0.0.1:80x", "\"80x\" is no port"), ("localhost:80", "\"localhost\" is no IPv4 address"),
            ("256.0.0.1:80", "\"256.0.0.1\" is no IPv4 address"), ("::1:80", "an IPv6 address needs brackets"),
            ("::1", "an IPv6 address needs brackets"), ("[::1]", "write an IPv6 address as in [::1]:8080"),
            ("[::1]80", "write an IPv6 address as in [::1]:8080"), ("[x]:80", "\"x\" is no IPv6 address"),
            ("[:80", "write an IPv6 address"), ("unix:", "must be absolute"), ("unix:a.sock", "must be absolute"),
            ("unix:/a\0b", "zero byte"), ("127.0.0.1\0:80", "is no IPv4 address"),
        ])
    func refused(text: String, reason: String) {
        let error = #expect(throws: ConfigurationError.self) { try ListenAddress(parsing: text) }
        #expect(error?.description.contains(reason) == true)
        #expect(error?.description.hasPrefix("cannot listen on \"\(text)\": ") == true)
    }

    @Test("The path of a socket may have 107 bytes and no more")
    func pathLimit() throws {
        let longest = "/" + String(repeating: "a", count: 106)
        #expect(try ListenAddress(parsing: "unix:" + longest) == ListenAddress(.unix(longest)))
        #expect(throws: ConfigurationError.self) { try ListenAddress(parsing: "unix:" + longest + "a") }
    }
}
