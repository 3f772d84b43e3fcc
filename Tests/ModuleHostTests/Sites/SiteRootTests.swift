import Configuration
import Glibc
import ModuleHost
import TestSupport
import Testing

@Suite("SiteRoot")
struct SiteRootTests {
    /// A folder with a site in it, and something beside the site that is not to be reached.
    private final class Place {
        private let folder: TemporaryFolder
        var path: String { folder.path }
        var site: String { folder.file("site") }

        init() throws {
            folder = try TemporaryFolder()
            for file in ["site/a", "site/sub/b", "secret/c"] { try folder.write("", to: file) }
        }

        func link(_ name: String, to target: String) throws {
            try #require(symlink(target, "\(site)/\(name)") == 0)
        }
    }

    @Test(
        "A path stands for the file of that name below the root, be it there or not", arguments: SymbolicLinks.allCases)
    func names(links: SymbolicLinks) throws {
        let place = try Place()
        let root = SiteRoot(place.site + "/", links: links)
        #expect(root.path == place.site)
        for path in [
            "/", "/a", "/sub", "/sub/", "/sub/b", "/sub//b", "/none", "/none/at/all", "/a/below-a-file", "/a%2Fb", "/ ",
            "/...",
        ] {
            #expect(root.file(for: path) == place.site + path)
        }
        #expect(root.file(for: "*") == place.site + "/*")
        #expect(SiteRoot("/", links: links).file(for: "/etc/nothing-of-that-name") == "/etc/nothing-of-that-name")
    }

    @Test("Links that stay below the root are followed, unless none is to be")
    func inside() throws {
        let place = try Place()
        try place.link("here", to: "a")
        try place.link("there", to: "\(place.site)/sub")
        try place.link("around", to: "sub/../../site/sub")
        for path in ["/here", "/there", "/there/b", "/there/new", "/around/b"] {
            #expect(SiteRoot(place.site).file(for: path) == place.site + path)
            #expect(SiteRoot(place.site, links: .any).file(for: path) == place.site + path)
            #expect(SiteRoot(place.site, links: .none).file(for: path) == nil, "\(path)")
        }
    }

    @Test("Links that lead out of the root, in loops or to nothing are followed only where any may be")
    func outside() throws {
        let place = try Place()
        try place.link("out", to: "../secret")
        try place.link("absolute", to: "\(place.path)/secret/c")
        try place.link("above", to: "..")
        try place.link("twin", to: "../site2")
        try place.link("loop", to: "loop")
        try place.link("dangling", to: "/tmp/modhost-nothing-is-here")
        let paths = [
            "/out", "/out/c", "/out/new", "/out/new/newer", "/absolute", "/above/secret/c", "/twin", "/loop", "/loop/x",
            "/dangling",
        ]
        for path in paths {
            #expect(SiteRoot(place.site).file(for: path) == nil, "\(path)")
            #expect(SiteRoot(place.site, links: .none).file(for: path) == nil, "\(path)")
            #expect(SiteRoot(place.site, links: .any).file(for: path) == place.site + path)
        }
    }

    @Test("A folder whose name begins like the root's is not the root")
    func sibling() throws {
        let place = try Place()
        try #require(mkdir("\(place.site)-2", 0o700) == 0)
        defer { rmdir("\(place.site)-2") }
        try place.link("sibling", to: "../site-2")
        #expect(SiteRoot(place.site).file(for: "/sibling") == nil)
    }

    @Test("The root itself may be a link, whatever is below it")
    func rootIsLink() throws {
        let place = try Place()
        try place.link("current", to: "sub")
        for links in SymbolicLinks.allCases {
            let root = SiteRoot("\(place.site)/current", links: links)
            #expect(root.exists)
            #expect(root.file(for: "/b") == "\(place.site)/current/b")
        }
    }

    @Test("A root that is not there is known to be missing")
    func missing() {
        #expect(!SiteRoot("/nowhere/at/all").exists)
        #expect(SiteRoot("/nowhere/at/all").file(for: "/a") == "/nowhere/at/all/a")
    }
}
