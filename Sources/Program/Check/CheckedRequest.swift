import ArgumentParser
import Configuration
import HTTPCodec
import ModuleHost
import OperatingSystem

/// What `modhost check --for` is asked about: a request line with a whole URL, such as `GET http://example.org/shop`.
struct CheckedRequest {
    let method: String
    /// With the port, if one was given.
    private let authority: String
    private let target: String

    init(_ text: String) throws {
        let parts = text.split(separator: " ")
        let url = parts.last ?? ""
        method = parts.count == 2 ? String(parts[0]) : "GET"
        guard parts.count == 1 || parts.count == 2, url.lowercased().hasPrefix("http://") else {
            throw ValidationError(
                "--for takes a method and a URL, such as 'GET http://localhost:8080/', and not '\(text)'.")
        }
        let rest = url.dropFirst("http://".count)
        let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
        authority = String(rest[..<end])
        target = String(rest[end...])
        guard !target.contains("#"), !authority.contains("#"), !authority.contains("@") else {
            throw ValidationError(
                "--for takes a URL as a client sends it, without \"#\" and a user, and not '\(text)'.")
        }
        guard !authority.isEmpty else { throw ValidationError("--for names no host in '\(text)'.") }
    }

    /// The request as the worker sees it. Throws a sentence if it would never reach one.
    func report(_ configuration: ServerConfiguration) throws -> PlaceReport.Request {
        let (host, port) = try parts()
        guard let listener = configuration.listener(for: host, port: port) else {
            let places = configuration.listen.map(\.description).joined(separator: ", ")
            throw StartFailure(description: "--for: nothing listens at \(authority); the server listens at \(places)")
        }
        return PlaceReport.Request(method: method, host: authority, path: try cookedPath(), listener: listener)
    }

    /// Where the request is in the configuration: the name of its site, with the path.
    func place(_ configuration: ServerConfiguration) throws -> String {
        let request = try report(configuration)
        guard let site = PlaceMap.site(for: request.host, listener: request.listener, in: configuration) else {
            throw StartFailure(description: "--for: no site is for the host \(request.host) there")
        }
        return configuration.sites[site].name + request.path
    }

    private func parts() throws -> (host: String, port: UInt16) {
        let afterBracket = authority.lastIndex(of: "]").map { authority[$0...] } ?? authority[...]
        guard let colon = afterBracket.lastIndex(of: ":") else { return (authority, 80) }
        guard let port = UInt16(authority[authority.index(after: colon)...]) else {
            throw ValidationError("--for: '\(authority)' has no port behind the colon.")
        }
        return (String(authority[..<colon]), port)
    }

    /// As the front decodes it.
    private func cookedPath() throws -> String {
        do throws(RequestError) {
            return try URLCooker.path(of: target, hostLength: authority.utf8.count)
        } catch {
            throw StartFailure(
                description: "--for: the server refuses the URL \(target) with \(error.status): \(error)")
        }
    }
}
