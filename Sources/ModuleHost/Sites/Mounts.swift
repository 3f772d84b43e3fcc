import Configuration
import OperatingSystem

/// A virtual directory: the folder that URLs below a path of a site stand for.
struct Mount: Sendable {
    /// Its number among those of all sites.
    let number: Int
    /// The number of the site.
    let site: Int
    /// The number of the application in its site.
    let application: Int
    /// How many names the path of the application has.
    let applicationDepth: Int
    /// The names that lead to it from the site on, as they are written.
    let names: [String]
    let folder: SiteRoot
    /// Whether the file web.config in its folder is read, and those below.
    let readsOwn: Bool
    let readsBelow: Bool
}

/// The virtual directories of all sites. A value that does not change.
struct Mounts: Sendable {
    let all: [Mount]
    /// By site: the numbers by their names in small letters.
    private let numbers: [[[String]: Int]]
    /// By site: how many names lead to the deepest one.
    private let depths: [Int]
    /// The names of the sites as they are written, and their numbers by these in small letters.
    let siteNames: [String]
    private let sites: [String: Int]

    init(_ sites: [SiteConfiguration]) {
        var all: [Mount] = []
        var numbers: [[[String]: Int]] = []
        for (index, site) in sites.enumerated() {
            var own: [[String]: Int] = [:]
            for (application, configuration) in site.applications.enumerated() {
                let applicationNames = Self.names(configuration.path)
                for directory in configuration.directories {
                    let names = applicationNames + Self.names(directory.path)
                    let key = names.map { $0.lowercased() }
                    // An application comes before a directory of another one at the same path.
                    let isRoot = directory.path == "/"
                    if own[key] != nil, !isRoot { continue }
                    let number = own[key] ?? all.count
                    let mount = Mount(
                        number: number, site: index, application: application,
                        applicationDepth: applicationNames.count, names: names,
                        folder: SiteRoot(directory.folder, links: site.symbolicLinks), readsOwn: site.readsWebConfig,
                        readsBelow: site.readsWebConfig && directory.readsBelow)
                    if number == all.count { all.append(mount) } else { all[number] = mount }
                    own[key] = number
                }
            }
            numbers.append(own)
        }
        self.all = all
        self.numbers = numbers
        depths = numbers.map { own in own.keys.map(\.count).max() ?? 0 }
        siteNames = sites.map(\.name)
        self.sites = Dictionary(
            sites.enumerated().map { ($0.element.name.lowercased(), $0.offset) },
            uniquingKeysWith: { first, _ in first })
    }

    /// The number of a site by its name in small letters.
    func site(named name: String) -> Int? { sites[name] }

    /// Those of a site.
    func mounts(of site: Int) -> [Mount] { numbers[site].values.sorted().map { all[$0] } }

    /// The deepest one on the way to a path of a site, which is given by its names in small letters.
    func mount(for names: [String], site: Int) -> Mount {
        // A URL may have thousands of names, and no mount lies so deep.
        for count in (0...min(names.count, depths[site])).reversed() {
            if let number = numbers[site][Array(names.prefix(count))] { return all[number] }
        }
        preconditionFailure("Each site has a virtual directory at its root.")
    }

    private static func names(_ path: String) -> [String] { path.pathNames }
}
