import Glibc
import TestSupport
import Testing

@testable import Program

@Suite("Sites", .serialized)
struct ServedSitesTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private static let sites = """
        <configuration>
          <system.applicationHost>
            <sites>
              <site name="First" id="7">
                <bindings>
                  <binding protocol="http" bindingInformation="127.0.0.1:0:first.test"/>
                  <binding protocol="http" bindingInformation="127.0.0.1:0:*.first.test"/>
                </bindings>
                <application path="/">
                  <virtualDirectory path="/" physicalPath="www"/>
                  <virtualDirectory path="/images" physicalPath="pictures"/>
                </application>
                <application path="/shop" applicationPool="ShopPool">
                  <virtualDirectory path="/" physicalPath="shop"/>
                  <virtualDirectory path="/Deep/er" physicalPath="deeper"/>
                </application>
              </site>
              <site name="Second" id="3">
                <bindings><binding protocol="http" bindingInformation="127.0.0.1:0:"/></bindings>
                <application path="/"><virtualDirectory path="/" physicalPath="/srv/second"/></application>
              </site>
            </sites>
          </system.applicationHost>
          <system.webServer>
            <globalModules><add name="one" image="one.so"/><add name="two" image="two.so"/></globalModules>
            <modules><add name="one"/><add name="two"/></modules>
          </system.webServer>
          <location path="First/shop"><system.webServer><modules><remove name="one"/></modules></system.webServer></location>
          <location path="Second/order">
            <system.webServer><modules><clear/><add name="two"/><add name="one"/></modules></system.webServer>
          </location>
        </configuration>
        """

    /// A server of the sites above.
    private func serve(_ text: String = sites) throws -> RunningServer {
        for name in ["one", "two"] { _ = try folder.module("behaviour/tells_place.c", as: name) }
        try folder.write(Array(text.utf8), to: "applicationHost.config")
        return try RunningServer(["--config", folder.file("applicationHost.config")], in: folder, hasSites: true)
    }

    private func get(_ url: String, _ server: RunningServer) throws -> Answer {
        let slash = try #require(url.firstIndex(of: "/"))
        return try Client(server.addresses[0]).get(String(url[slash...]), host: String(url[..<slash]))
    }

    @Test("A request gets the site of its host, and the application and the folder of its path, in any case")
    func objects() throws {
        let server = try serve()
        let www = folder.path
        let first = "MACHINE/WEBROOT/APPHOST/First"
        for (url, expected) in [
            (
                "first.test/",
                [
                    "id": "7", "same id": "7", "site": "First", "application": first, "root": "\(www)/www/",
                    "application id": "/LM/W3SVC/7/ROOT", "path": "\(first)/", "folder": "\(www)/www",
                    "file": "\(www)/www/",
                    "pool": "DefaultAppPool", "same objects": "1",
                ]
            ),
            ("FIRST.test:81/a/b", ["id": "7", "application": first, "file": "\(www)/www/a/b"]),
            ("first.test./a", ["id": "7"]),
            ("a.b.first.test/a", ["id": "7"]),
            ("first.test/IMAGES/a", ["folder": "\(www)/pictures", "file": "\(www)/pictures/a", "application": first]),
            ("first.test/imagesa", ["folder": "\(www)/www", "file": "\(www)/www/imagesa"]),
            ("first.test/%69mages", ["folder": "\(www)/pictures", "file": "\(www)/pictures/"]),
            ("first.test//images///a", ["folder": "\(www)/pictures", "file": "\(www)/pictures///a"]),
            ("first.test/x/../images/./a", ["folder": "\(www)/pictures", "file": "\(www)/pictures/a"]),
            (
                "first.test/Shop",
                [
                    "application": "\(first)/shop", "application id": "/LM/W3SVC/7/ROOT/shop",
                    "root": "\(www)/shop/", "file": "\(www)/shop/", "pool": "ShopPool", "path": "\(first)/Shop",
                ]
            ),
            ("first.test/shop/deep/x", ["folder": "\(www)/shop", "file": "\(www)/shop/deep/x"]),
            (
                "first.test/shop/deep/ER/x",
                [
                    "folder": "\(www)/deeper", "file": "\(www)/deeper/x",
                    "application": "\(first)/shop",
                ]
            ),
            ("other.test/shop", ["id": "3", "site": "Second", "file": "/srv/second/shop"]),
        ] as [(String, [String: String])] {
            let answer = try get(url, server)
            for (name, value) in expected { #expect(answer.report[name] == value, "\(url): \(name)") }
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A location of a site says which modules run there, and in which order")
    func modules() throws {
        let server = try serve()
        let calls = { (names: [String]) in
            ["OnBeginRequest", "OnMapRequestHandler"].flatMap { call in names.map { "\($0).\(call)" } }
                + ["\(names[0]).OnExecuteRequestHandler"]
        }
        for (url, expected) in [
            ("first.test/", ["one", "two"]), ("first.test/SHOP/x", ["two"]), ("first.test/shops", ["one", "two"]),
            ("x/order", ["two", "one"]), ("x/order%2f", ["one", "two"]), ("x//Order//", ["two", "one"]),
        ] {
            #expect(try get(url, server).report["calls"] == calls(expected).joined(separator: ", "), "\(url)")
        }
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("A request for a host that no site has is answered 400, and reaches no module")
    func noSite() throws {
        let server = try serve(Self.sites.replacing("127.0.0.1:0:\"", with: "127.0.0.1:0:second.test\""))
        for host in ["third.test", "first.test.evil", "xfirst.test", ""] {
            #expect(try get(host + "/", server).status == 400, "\(host)")
        }
        #expect(try get("second.test/", server).report["id"] == "3")
        #expect(try server.stop() == .exited(code: 0))
    }
}
