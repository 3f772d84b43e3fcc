import ModuleInterfaces
import OperatingSystem

/// The server variables of one exchange: the CGI set, HTTP_* and HEADER_* for the fields of the request, and what modules set.
struct ServerVariables {
    unowned(unsafe) let exchange: Exchange
    /// What modules set; nil means taken away. Names in upper case.
    private var own: [String: String?] = [:]

    init(exchange: Exchange) { self.exchange = exchange }

    mutating func removeAll() { if !own.isEmpty { own.removeAll() } }

    /// Creates or replaces a variable; nil takes it away. Names are case-insensitive.
    mutating func set(_ name: String, to value: String?) { own.updateValue(value, forKey: name.uppercased()) }

    /// What a module has set; nil if none has, or it was taken away. The name is in upper case.
    func own(named name: String) -> String? { own[name] ?? nil }

    /// The value of a variable; nil if there is none of that name.
    func value(named name: String) -> String? {
        let name = name.uppercased()
        if let own = own[name] { return own }
        return requestVariable(name) ?? connectionVariable(name) ?? siteVariable(name) ?? fieldVariable(name)
    }

    private func requestVariable(_ name: String) -> String? {
        let request = exchange.request
        switch name {
        case "REQUEST_METHOD", "HTTP_METHOD": return request.methodName
        case "REQUEST_URI", "UNENCODED_URL": return request.rawTarget
        case "HTTP_URL", "CACHE_URL":
            return name == "HTTP_URL" ? request.rawTarget : exchange.absoluteURL(request.rawTarget)
        case "URL", "SCRIPT_NAME", "PATH_INFO": return request.cookedPath
        case "QUERY_STRING": return request.queryString ?? ""
        case "HTTP_VERSION", "SERVER_PROTOCOL": return "HTTP/\(request.version.major).\(request.version.minor)"
        case "CONTENT_LENGTH": return request.contentLength.map(String.init) ?? (exchange.entity == nil ? "0" : "")
        case "CONTENT_TYPE": return request.value(HeaderNames.sharedID.contentType) ?? ""
        case "PATH_TRANSLATED", "REQUEST_FILENAME", "SCRIPT_FILENAME", "SCRIPT_TRANSLATED":
            return exchange.physicalPath ?? ""
        case "REQUEST_FLAGS": return "0"
        case Exchange.requestIDVariable: return exchange.defaultRequestID
        case "AUTH_TYPE": return exchange.state.user?.authenticationType() ?? ""
        case "AUTH_USER", "REMOTE_USER", "LOGON_USER", "UNMAPPED_REMOTE_USER":
            return exchange.state.user?.userName() ?? ""
        case "AUTH_PASSWORD": return ""
        // A field with an underscore in its name has no HTTP_NAME: it would pass for the one with a hyphen.
        case "ALL_HTTP": return allFields { $0.contains("_") ? "" : "HTTP_\(Self.variableName($0)):\($1)\n" }
        case "ALL_RAW": return allFields { "\($0): \($1)\r\n" }
        default: return nil
        }
    }

    private func connectionVariable(_ name: String) -> String? {
        guard let connection = exchange.connection else { return nil }
        switch name {
        case "REMOTE_ADDR", "REMOTE_HOST": return exchange.remote.name
        case "REMOTE_PORT": return String(exchange.remote.port)
        case "LOCAL_ADDR", "SERVER_ADDR": return connection.local.name
        case "SERVER_PORT": return port(of: connection.local)
        case "SERVER_PORT_SECURE": return exchange.isSecure ? "1" : "0"
        case "HTTPS": return exchange.isSecure ? "on" : "off"
        case "SERVER_NAME": return Self.hostName(exchange.request.authority)
        default: return nil
        }
    }

    private func siteVariable(_ name: String) -> String? {
        let (site, application) = (exchange.place.site, exchange.place.application)
        switch name {
        case "GATEWAY_INTERFACE": return "CGI/1.1"
        case "SERVER_SOFTWARE": return exchange.host.product
        case "DOCUMENT_ROOT", "APPL_PHYSICAL_PATH": return application.folder
        case "APPL_MD_PATH": return application.id
        case "APP_POOL_ID": return application.pool
        case "INSTANCE_ID": return String(site.id)
        case "INSTANCE_NAME": return site.name
        case "INSTANCE_META_PATH": return "/LM/W3SVC/\(site.id)"
        case "MANAGED_PIPELINE_MODE": return "Integrated"
        default: return nil
        }
    }

    /// `HTTP_NAME` is the field whose name has a hyphen for each underscore, `HEADER_NAME` the one with that very name: two
    /// fields that differ in nothing else must not pass for each other, since a proxy strips one and not the other.
    private func fieldVariable(_ name: String) -> String? {
        let isHyphenated = name.hasPrefix("HTTP_")
        guard isHyphenated || name.hasPrefix("HEADER_") else { return nil }
        let underscore = UInt8(ascii: "_")
        let field = name.utf8.dropFirst(isHyphenated ? 5 : 7).map {
            isHyphenated && $0 == underscore ? UInt8(ascii: "-") : $0
        }
        guard !field.isEmpty, let value = field.withUnsafeBytes({ exchange.request.fields.value(named: $0) }) else {
            return nil
        }
        return String(decoding: UnsafeRawBufferPointer(start: value.start, count: value.count), as: UTF8.self)
    }

    /// The port that a client reached; on a unix socket, which has none, that of the URL.
    private func port(of local: EndpointAddress) -> String {
        guard case .unix = local else { return String(local.port) }
        let authority = exchange.request.authority
        let port = authority.dropFirst(Self.hostName(authority).count).dropFirst()
        return port.isEmpty ? exchange.isSecure ? "443" : "80" : String(port)
    }

    private func allFields(_ line: (String, String) -> String) -> String {
        var text = ""
        exchange.request.fields.forEach { _, name, value in
            text += line(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
        }
        return text
    }

    private static func variableName(_ field: String) -> String {
        String(field.uppercased().map { $0 == "-" ? "_" : $0 })
    }

    /// A Host value without its port.
    private static func hostName(_ authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") { return String(authority[...end]) }
        return String(authority.prefix { $0 != ":" })
    }
}
