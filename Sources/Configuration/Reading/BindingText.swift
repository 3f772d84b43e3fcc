import OperatingSystem

/// Where a site is reached, as YAML has it: IIS's `ADDRESS:PORT:HOST`, of which the host may be left out with its colon, and the
/// address with its own.
enum BindingText {
    /// The whole form, `*:8080:example.org` or `*:8080:`. Throws a sentence that says how to write it.
    static func whole(_ text: String) throws(ConfigurationError) -> String {
        var rest = text[...]
        var address = "*"
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]"), case .ipv6? = numeric(rest[..<end].dropFirst()) else {
                throw notUnderstood(text, "an IPv6 address is written as in [::1]:8080")
            }
            address = String(rest[...end])
            rest = rest[end...].dropFirst()
            guard rest.first == ":" else {
                throw notUnderstood(text, "it has no port; write one, as in \(address):8080")
            }
            rest = rest.dropFirst()
        } else if let colon = rest.firstIndex(of: ":") {
            address = String(rest[..<colon])
            rest = rest[colon...].dropFirst()
        }
        let colon = rest.firstIndex(of: ":")
        let digits = rest[..<(colon ?? rest.endIndex)]
        let host = colon.map { rest[$0...].dropFirst() } ?? ""
        try check(address, digits, of: text)
        try check(host: host, of: text)
        return "\(address):\(digits):\(host)"
    }

    private static func check(_ address: String, _ digits: Substring, of text: String) throws(ConfigurationError) {
        let areDigits =
            !digits.isEmpty && digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        if address != "*", !address.hasPrefix("["), numeric(address[...]) == nil {
            let remedy = areDigits ? "*:\(digits):\(address)" : "*:8080:\(address)"
            throw notUnderstood(
                text, "\"\(address)\" is no address; to serve a name at all addresses write \(remedy)")
        }
        guard areDigits, UInt16(digits) != nil else {
            // A name alone is neither a port nor an address.
            throw notUnderstood(text, "\"\(digits)\" is no port; write ADDRESS:PORT:HOST, as in *:8080:example.org")
        }
    }

    private static func check(host: Substring, of text: String) throws(ConfigurationError) {
        let isWild = host.hasPrefix("*.")
        let bytes = (isWild ? host.dropFirst(2) : host).utf8
        let isName = bytes.allSatisfy { byte in
            byte >= 0x80 || UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte | 0x20 || 48...57 ~= byte
                || "-._".utf8.contains(byte)
        }
        guard isName, !(isWild && bytes.isEmpty) else {
            throw notUnderstood(text, "\"\(host)\" is no name of a host, such as example.org or *.example.org")
        }
    }

    private static func numeric(_ text: Substring) -> EndpointAddress? {
        EndpointAddress(numeric: String(text), port: 0)
    }

    private static func notUnderstood(_ text: String, _ reason: String) -> ConfigurationError {
        ConfigurationError("the binding \"\(text)\" cannot be: \(reason)")
    }
}
