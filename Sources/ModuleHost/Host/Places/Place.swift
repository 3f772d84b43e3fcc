import CModuleABI
import Configuration
import OperatingSystem

/// A site as it is served. Lives as long as the host.
final class ServedSite: @unchecked Sendable {
    // Safety: nothing changes after init but what has a lock of its own.
    let id: UInt32
    let name: String
    /// What modules have stored with it.
    let contexts = StoredContexts()
    /// The IHttpSite, once a module has asked for it.
    let lazyObject = Lock<UInt>(0)

    init(_ site: SiteConfiguration) {
        id = site.id
        name = site.name
    }

    /// The path of the site in the configuration.
    var configurationPath: String { "MACHINE/WEBROOT/APPHOST/" + name }
}

/// An application as it is served. Lives as long as the host.
final class ServedApplication: @unchecked Sendable {
    // Safety: as for sites.
    unowned(unsafe) let site: ServedSite
    /// From the site on: `/`, or `/shop`.
    let path: String
    /// How many names its path has.
    let depth: Int
    /// The folder of its `/`, as it was configured.
    let folder: String
    let pool: String
    /// What modules have stored with it.
    let contexts = StoredContexts()
    /// The IHttpApplication, once a module has asked for it.
    let lazyObject = Lock<UInt>(0)

    init(_ application: ApplicationConfiguration, of site: ServedSite) {
        self.site = site
        path = application.path
        depth = application.path.pathNames.count
        folder = application.directories[0].folder
        pool = application.pool
    }

    /// IHttpApplication::GetApplicationId.
    var id: String { "/LM/W3SVC/\(site.id)/ROOT" + (path == "/" ? "" : path) }
    /// The path of the application in the configuration.
    var configurationPath: String { site.configurationPath + (path == "/" ? "" : path) }
}

/// What is in force for URLs below a path, as far as every request needs it: found once, when a request is filled.
///
/// Immutable, any thread. Those that the server's own configuration makes live as long as the host; those that files of folders
/// make until the files change, and as long as exchanges have them.
final class Place: Sendable {
    let site: ServedSite
    let application: ServedApplication
    let directory: Mount
    /// Where it is in the configuration.
    let path: ConfigurationPath
    /// The files of the folders on the way to it, the highest first.
    let files: [ConfigurationFile]
    /// What is wrong with them.
    let mistakes: [ConfigurationMistake]
    /// The modules that run, in their order.
    let pipeline: Pipeline
    /// Nil if every subscriber of EXECUTE_REQUEST_HANDLER is tried.
    let handlers: HandlerMap?
    /// Whether what is in force here cannot be told, because a file is wrong: 500.19.
    var isBroken: Bool { !mistakes.isEmpty }

    init(
        site: ServedSite, application: ServedApplication, directory: Mount, path: ConfigurationPath,
        rules: PlaceRules.Rules, files: [ConfigurationFile] = [], mistakes: [ConfigurationMistake] = []
    ) {
        self.site = site
        self.application = application
        self.directory = directory
        self.path = path
        pipeline = rules.pipeline
        handlers = rules.handlers
        self.files = files
        self.mistakes = mistakes + rules.mistakes
    }

    /// The file that a cooked URL path stands for, be there one or not; nil if a link leads where none may.
    func file(for path: String) -> String? {
        directory.folder.file(for: Self.rest(of: path, behind: directory.names.count))
    }

    /// What follows the application in a path.
    func pathInApplication(_ path: String) -> String { Self.rest(of: path, behind: application.depth) }

    /// What is behind the first `depth` names of a path, with the slash before it.
    private static func rest(of path: String, behind depth: Int) -> String {
        guard depth > 0 else { return path }
        let slash = UInt8(ascii: "/")
        var rest = path.utf8[...]
        for _ in 0..<depth {
            rest = rest.drop { $0 == slash }
            rest = rest.drop { $0 != slash }
        }
        return rest.isEmpty ? "/" : String(decoding: rest, as: UTF8.self)
    }
}
