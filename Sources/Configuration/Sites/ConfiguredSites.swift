import OperatingSystem

/// The sites that a configuration has, read from `system.applicationHost/sites` and checked.
package struct ConfiguredSites: Sendable {
    /// Those that are served, in the order of the file.
    package private(set) var sites: [SiteConfiguration] = []
    package private(set) var mistakes: [ConfigurationMistake] = []
    /// What is left out.
    package private(set) var notices: [ConfigurationMistake] = []

    /// The folders that those stand for that are served, and where the file says so.
    private(set) var folders: [PlacedText] = []

    private let makePath: @Sendable (String, ConfigurationPlace) throws(ConfigurationMistake) -> String
    private var ids: Set<UInt32> = []
    private var bindings: [SiteBinding: ConfigurationPlace] = [:]

    /// `path` makes a path of the file one that begins at the root of the file system.
    package init(
        _ section: ConfigurationElement, links: SymbolicLinks, readsWebConfig: (ConfigurationElement) -> Bool,
        path: @escaping @Sendable (String, ConfigurationPlace) throws(ConfigurationMistake) -> String
    ) {
        makePath = path
        for item in section.items where item.values["id"] != nil { takeID(of: item) }
        for item in section.items {
            let known = folders.count
            guard var site = site(item) else {
                folders.removeLast(folders.count - known)
                continue
            }
            site.symbolicLinks = links
            site.readsWebConfig = readsWebConfig(item)
            sites.append(site)
        }
    }

    /// The addresses at which the server listens for all of them, each once.
    package var listeners: [ListenAddress] {
        var seen: Set<ListenAddress> = []
        return sites.flatMap(\.bindings).flatMap(\.listeners).filter { seen.insert($0).inserted }
    }

    private mutating func takeID(of item: ConfigurationElement) {
        let id = UInt32(clamping: item.int("id"))
        if !ids.insert(id).inserted {
            mistakes.append(
                ConfigurationMistake(
                    item.place(of: "id"), "another site has the id \(id) already; give this one its own"))
        }
    }

    private mutating func site(_ item: ConfigurationElement) -> SiteConfiguration? {
        let name = item.string("name")
        guard item.bool("serverAutoStart") else {
            notices.append(
                ConfigurationMistake(
                    item.place(of: "serverAutoStart"),
                    "the site \"\(name)\" is not served, since its serverAutoStart is false"))
            return nil
        }
        let bindings = bindings(of: item, name)
        var applications = item.items.compactMap { application($0, of: name) }
        guard let root = applications.firstIndex(where: { $0.path == "/" }) else {
            if !item.items.contains(where: { $0.string("path") == "/" }) {
                lack(item, "the site \"\(name)\" has no application \"/\", which each site needs")
            }
            return nil
        }
        applications.swapAt(0, root)
        tellRepeated(applications.map(\.path), item, "application")
        guard !bindings.isEmpty else { return nil }
        var id = UInt32(clamping: item.int("id"))
        if item.values["id"] == nil {
            id = (1...UInt32.max).first { !ids.contains($0) } ?? 1
            ids.insert(id)
        }
        return SiteConfiguration(id: id, name: name, bindings: bindings, applications: applications)
    }

    private mutating func bindings(of item: ConfigurationElement, _ name: String) -> [SiteBinding] {
        let all = item.child("bindings")?.items ?? []
        let before = mistakes.count
        let served = all.compactMap { binding($0) }
        if served.isEmpty, mistakes.count == before, let place = item.place {
            notices.append(
                ConfigurationMistake(place, "the site \"\(name)\" has no binding by http and is not served"))
        }
        return served
    }

    /// What is said of bindings by https, in either spelling.
    static let https = "https is not served yet; take the binding out, and let a proxy before this server end TLS"

    private mutating func binding(_ item: ConfigurationElement) -> SiteBinding? {
        let place = item.place(of: "bindingInformation")
        switch item.string("protocol").lowercased() {
        case "http": break
        case "https":
            mistakes.append(ConfigurationMistake(place, Self.https, alike: Self.https))
            return nil
        case let other:
            notices.append(
                ConfigurationMistake(
                    place, "the protocol \(other) is not served here, and this binding is left out",
                    alike: "protocol \(other)"))
            return nil
        }
        do throws(ConfigurationError) {
            let binding = try SiteBinding(parsing: item.string("bindingInformation"))
            if let other = bindings[binding] {
                mistakes.append(
                    ConfigurationMistake(place, "another site has the binding \(binding) already, in \(other)"))
                return nil
            }
            bindings[binding] = place
            return binding
        } catch {
            mistakes.append(ConfigurationMistake(place, error.description))
            return nil
        }
    }

    private mutating func application(_ item: ConfigurationElement, of site: String) -> ApplicationConfiguration? {
        guard let path = path(of: item, "application", site) else { return nil }
        var directories = item.items.compactMap { directory($0, of: site) }
        guard let root = directories.firstIndex(where: { $0.path == "/" }) else {
            if !item.items.contains(where: { $0.string("path") == "/" }) {
                lack(
                    item, "the application \"\(path)\" of \"\(site)\" has no virtual directory \"/\", which each needs")
            }
            return nil
        }
        directories.swapAt(0, root)
        tellRepeated(directories.map(\.path), item, "virtual directory")
        let protocols = item.string("enabledProtocols").lowercased().split(separator: ",").map {
            $0.filter { $0 != " " }
        }
        if !protocols.contains("http") {
            mistakes.append(
                ConfigurationMistake(
                    item.place(of: "enabledProtocols"),
                    "the application \"\(path)\" of \"\(site)\" is not for http, and would be served by it all the same; take it out, or the attribute"
                ))
        }
        let pool = item.string("applicationPool")
        return ApplicationConfiguration(
            path: path, pool: pool.isEmpty ? "DefaultAppPool" : pool, directories: directories)
    }

    private mutating func directory(_ item: ConfigurationElement, of site: String) -> VirtualDirectory? {
        guard let path = path(of: item, "virtual directory", site) else { return nil }
        let place = item.place(of: "physicalPath")
        do throws(ConfigurationMistake) {
            let folder = try makePath(item.string("physicalPath"), place)
            var directory = VirtualDirectory(path: path, folder: folder)
            directory.readsBelow = item.bool("allowSubDirConfig")
            folders.append(PlacedText(text: folder, place: place))
            return directory
        } catch {
            mistakes.append(error)
            return nil
        }
    }

    /// The path of an application or directory, with single slashes and none at its end.
    private mutating func path(of item: ConfigurationElement, _ kind: String, _ site: String) -> String? {
        let text = item.string("path")
        let names = text.pathNames
        guard text.beginsWithSlash, !names.contains(where: { $0 == "." || $0 == ".." }), !text.contains("\\") else {
            mistakes.append(
                ConfigurationMistake(
                    item.place(of: "path"),
                    "the path \"\(text)\" of a \(kind) of \"\(site)\" begins with a slash and has no dots or backslashes for names, as in /shop"
                ))
            return nil
        }
        return Self.path(item)
    }

    /// The path that an item says, with single slashes and none at its end.
    static func path(_ item: ConfigurationElement) -> String {
        "/" + item.string("path").split(separator: "/", omittingEmptySubsequences: true).joined(separator: "/")
    }

    /// Paths that differ in case or slashes only are the same.
    private mutating func tellRepeated(_ paths: [String], _ item: ConfigurationElement, _ kind: String) {
        var seen: Set<String> = []
        for path in paths where !seen.insert(path.lowercased()).inserted {
            lack(item, "the \(kind) \"\(path)\" is here twice; take one of them out")
        }
    }

    private mutating func lack(_ item: ConfigurationElement, _ text: String) {
        mistakes.append(ConfigurationMistake(item.place ?? .schema, text))
    }
}
