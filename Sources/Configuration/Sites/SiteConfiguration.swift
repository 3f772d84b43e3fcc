package import OperatingSystem

/// A site that is served: where its requests come in, its applications, and the folders that its URLs stand for.
package struct SiteConfiguration: Codable, Sendable, Equatable {
    /// IHttpSite::GetSiteId; from 1.
    package var id: UInt32 = 1
    /// The name in logs, server variables and IHttpSite::GetSiteName.
    package var name = "Default Web Site"
    /// Which requests are for it. None: whatever comes, which only the one site of a server without sites may say.
    package var bindings: [SiteBinding] = []
    /// The first is `/`. Their paths differ, also without regard to case.
    package var applications: [ApplicationConfiguration]
    /// How far symbolic links below its folders may lead.
    package var symbolicLinks: SymbolicLinks
    /// Whether the files `web.config` in its folders are read.
    package var readsWebConfig = false

    /// A site with one application and one folder. Without a folder there is nothing to serve but what modules make.
    package init(root: String = "/var/empty", symbolicLinks: SymbolicLinks = .inside) {
        applications = [ApplicationConfiguration(path: "/", directories: [VirtualDirectory(path: "/", folder: root)])]
        self.symbolicLinks = symbolicLinks
    }

    package init(id: UInt32, name: String, bindings: [SiteBinding], applications: [ApplicationConfiguration]) {
        self.id = id
        self.name = name
        self.bindings = bindings
        self.applications = applications
        symbolicLinks = .inside
    }

    /// The folder of `/`.
    package var root: String {
        get { applications[0].directories[0].folder }
        set { applications[0].directories[0].folder = newValue }
    }
}

/// A part of a site with settings, state and modules of its own.
package struct ApplicationConfiguration: Codable, Sendable, Equatable {
    /// From the site on: `/`, or `/shop`.
    package var path: String
    /// The name of its application pool.
    package var pool = "DefaultAppPool"
    /// The first is `/`. Their paths differ, also without regard to case.
    package var directories: [VirtualDirectory]

    package init(path: String, pool: String = "DefaultAppPool", directories: [VirtualDirectory]) {
        self.path = path
        self.pool = pool
        self.directories = directories
    }
}

/// A folder on disk that the URLs below a path stand for.
package struct VirtualDirectory: Codable, Sendable, Equatable {
    /// From the application on: `/`, or `/images`.
    package var path: String
    /// The folder, from the root of the file system on.
    package var folder: String
    /// Whether files `web.config` below it are read, and not only the one in it.
    package var readsBelow = true

    package init(path: String, folder: String) {
        self.path = path
        self.folder = folder
    }
}

/// A listener, and the host names at it, of which the requests are for a site.
package struct SiteBinding: Codable, Sendable, Hashable {
    /// Nil: every address of the machine.
    package var address: EndpointAddress?
    /// 0 lets the system choose.
    package var port: UInt16
    /// In small letters, or `*.` and a name, which stands for all below it; empty: every name.
    package var host: String

    package init(address: EndpointAddress?, port: UInt16, host: String = "") {
        self.address = address
        self.port = port
        let name = host.lowercased()
        self.host = name.utf8.count > 1 && name.hasSuffix(".") ? String(name.dropLast()) : name
    }

    /// Where the server listens for it.
    package var listeners: [ListenAddress] {
        if let address { return [ListenAddress(address.withPort(port))] }
        return [ListenAddress(.ipv4(0, port: port)), ListenAddress(.ipv6(high: 0, low: 0, port: port, scope: 0))]
    }

    /// Reads what IIS writes: `*:80:`, `10.0.0.1:8080:example.org`, `[::1]:80:`. Throws a sentence.
    package init(parsing text: String) throws(ConfigurationError) {
        let form = "write ADDRESS:PORT:HOST, as in *:80:example.org or 127.0.0.1:8080:"
        func failure(_ reason: String) -> ConfigurationError {
            ConfigurationError("the binding \"\(text)\" is not understood: \(reason); \(form)")
        }
        guard let last = text.lastIndex(of: ":") else { throw failure("it has no colon") }
        let host = text[text.index(after: last)...]
        guard let middle = text[..<last].lastIndex(of: ":") else { throw failure("it has one colon and needs two") }
        let digits = text[text.index(after: middle)..<last]
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = UInt16(digits) else {
            throw failure("\"\(digits)\" is no port")
        }
        var address = text[..<middle]
        if address.hasPrefix("["), address.hasSuffix("]") { address = address.dropFirst().dropLast() }
        if address == "*" || address.isEmpty {
            self.init(address: nil, port: port, host: String(host))
        } else if let endpoint = EndpointAddress(numeric: String(address), port: port) {
            self.init(address: endpoint, port: port, host: String(host))
        } else {
            throw failure("\"\(address)\" is no address")
        }
        guard Self.isHost(self.host) else { throw failure("\"\(host)\" is no name of a host") }
    }

    private static func isHost(_ host: String) -> Bool {
        let name = host.hasPrefix("*.") ? host.dropFirst(2) : host[...]
        let isPlain = name.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 46 || byte == 95
        }
        return isPlain && (host.isEmpty || !name.isEmpty) && host != "*."
    }
}

extension SiteBinding: CustomStringConvertible {
    /// As `init(parsing:)` reads it.
    package var description: String {
        guard let address else { return "*:\(port):\(host)" }
        return "\(address.withPort(port).authority):\(host)"
    }
}

extension SiteBinding {
    package init(from decoder: any Decoder) throws {
        try self.init(parsing: decoder.singleValueContainer().decode(String.self))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension ServerConfiguration {
    /// The number in `listen` of the address that a client reaches who asks for a host at a port: that of the host, if it is an
    /// address, else one for every address of the machine, else the first with that port.
    package func listener(for host: String, port: UInt16) -> Int? {
        let name = host.hasPrefix("[") ? String(host.dropFirst().prefix { $0 != "]" }) : host
        let own = EndpointAddress(numeric: name, port: port)
        let candidates = listen.indices.filter { listen[$0].endpoint.port == port }
        return candidates.first { listen[$0].endpoint == own }
            ?? candidates.first { listen[$0].endpoint == .ipv4(0, port: port) } ?? candidates.first
    }
}
