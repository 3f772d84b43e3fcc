import TestSupport
import Testing

@testable import Program

@Suite("check --for", .serialized)
struct CheckedRequestTests {
    private let fixture: SiteFixture

    init() throws { fixture = try SiteFixture() }

    private static let names = ["a", "b", "Shop", "images", "x.one", "x.two"]

    /// Twenty sites with applications in applications, virtual directories, locations and handlers, all by chance.
    private static func configuration(_ random: inout SplitMix64) -> String {
        var sites = ""
        var locations = ""
        for number in 0..<20 {
            var applications = SiteFixture.application("/", "w\(number)", directories(&random))
            for path in paths(&random).prefix(4) {
                applications += SiteFixture.application(path, "w\(number)/app", directories(&random))
            }
            sites += SiteFixture.site("Site \(number)", id: number + 1, host: "s\(number).test", applications)
            for path in paths(&random).prefix(5) {
                locations +=
                    "<location path=\"Site \(number)\(path)\"><system.webServer>\(rule(&random))</system.webServer></location>"
            }
        }
        return SiteFixture.configuration(sites, locations)
    }

    private static func rule(_ random: inout SplitMix64) -> String {
        [
            #"<modules><remove name="two"/></modules>"#,
            #"<modules><clear/><add name="two"/><add name="one"/></modules>"#,
            #"<handlers><add name="h" path="*.two" verb="GET" modules="two"/><add name="rest" path="*" verb="*" modules="one,two"/></handlers>"#,
            #"<handlers><add name="only" path="*.one" verb="*" modules="one"/></handlers>"#,
            #"<handlers accessPolicy="None"/>"#, #"<modules><clear/></modules>"#,
        ].randomElement(using: &random) ?? ""
    }

    private static func directories(_ random: inout SplitMix64) -> String {
        paths(&random).prefix(2).map { "<virtualDirectory path=\"\($0)\" physicalPath=\"/srv\($0.lowercased())\"/>" }
            .joined()
    }

    /// Paths that differ, also without regard to case.
    private static func paths(_ random: inout SplitMix64) -> [String] {
        let all = names + names.flatMap { first in names.map { "\(first)/\($0)" } }
        return all.shuffled(using: &random).prefix(6).map { "/" + $0 }
    }

    private static func url(_ random: inout SplitMix64) -> String {
        let depth = Int.random(in: 0...4, using: &random)
        let path = (0..<depth).map { _ -> String in
            let name = names.randomElement(using: &random) ?? ""
            switch Int.random(in: 0..<6, using: &random) {
            case 0: return name.uppercased()
            case 1: return "/" + name
            case 2: return "y/../" + name
            case 3: return name.utf8.map { "%" + String($0, radix: 16) }.joined()
            default: return name
            }
        }
        let host = "s\(Int.random(in: 0..<21, using: &random)).test"
        return (Bool.random(using: &random) ? host.uppercased() : host) + "/" + path.joined(separator: "/")
    }

    /// What the report of `check` says, in the words of the recording module; nil if no module answers.
    private func expected(_ report: Substring) -> [String: String]? {
        let lines = report.split(separator: "\n", omittingEmptySubsequences: false)
        func value(_ name: String) -> Substring? {
            lines.first { $0.hasPrefix(name) }.map { $0.dropFirst(20) }
        }
        guard let site = value("site"), let application = value("application"), let folder = value("virtual directory"),
            let file = value("physical path"), let handler = value("handler"), !handler.contains("403."),
            !handler.contains("404"), !handler.contains("500.21")
        else { return nil }
        let name = site.drop { $0 != "\"" }.dropFirst().dropLast()
        let path = application.prefix { $0 != " " }
        var calls: [String] = []
        for call in ["OnBeginRequest", "OnMapRequestHandler", "OnExecuteRequestHandler"] {
            guard let start = lines.firstIndex(where: { $0.hasPrefix(call) }) else { continue }
            let modules = lines[(start + 1)...].prefix { $0.hasPrefix("    ") }.map { $0.split(separator: " ")[0] }
            calls += (call == "OnExecuteRequestHandler" ? modules.prefix(1) : modules[...]).map { "\($0).\(call)" }
        }
        guard calls.last?.hasSuffix("OnExecuteRequestHandler") == true else { return nil }
        return [
            "site": String(name), "application": "MACHINE/WEBROOT/APPHOST/\(name)" + (path == "/" ? "" : path),
            "folder": String(folder.split(separator: " ", maxSplits: 1)[1].drop { $0 == " " }), "file": String(file),
            "calls": calls.joined(separator: ", "),
        ]
    }

    @Test("It agrees with what a module sees, for 200 URLs by chance over 20 sites")
    func agrees() throws {
        var random = SplitMix64(seed: 7)
        let server = try fixture.serve(Self.configuration(&random))
        let urls = (0..<200).map { _ in Self.url(&random) }
        let arguments = urls.flatMap {
            ["--for", "http://" + $0.replacing("test/", with: "test:0/").replacing("TEST/", with: "TEST:0/")]
        }
        let check = try Program.start(
            ["check", "--config", fixture.folder.file("applicationHost.config")] + arguments, in: fixture.folder)
        #expect(try check.end() == .exited(code: 0), "\(check.errors)")
        // Before them it says which folders of the sites are not there.
        let whole = check.output.components(startingWith: ["GET ", "no site"]).filter {
            $0.hasPrefix("GET ") || $0.hasPrefix("no site")
        }
        try #require(whole.count == urls.count)
        var answered = 0
        for (url, report) in zip(urls, whole) {
            let answer = try server.get(url: url)
            if let expected = expected(report) {
                answered += 1
                for (name, value) in expected { #expect(answer.report[name] == value, "\(url): \(name)\n\(report)") }
            } else {
                #expect(answer.status >= 400, "\(url)\n\(report)")
            }
        }
        // Else nothing would have been compared.
        #expect(answered > 80)
        #expect(try server.stop() == .exited(code: 0))
    }

    @Test("What it cannot be asked is one sentence")
    func refused() throws {
        try fixture.write(
            SiteFixture.configuration(SiteFixture.site("S", id: 1, host: "a.test", SiteFixture.application("/", "w"))),
            to: "a.config")
        for (request, sentence) in [
            ("http://a.test:81/", "--for: nothing listens at a.test:81; the server listens at 127.0.0.1:0"),
            ("a.test/", "--for takes a method and a URL, such as 'GET http://localhost:8080/', and not 'a.test/'"),
            ("GET http:///x", "--for names no host in 'GET http:///x'"),
            ("http://a.test:0/%", "--for: the server refuses the URL /% with 400:"),
        ] {
            let check = try Program.start(
                ["check", "--config", fixture.folder.file("a.config"), "--for", request], in: fixture.folder)
            #expect(try check.end() != .exited(code: 0))
            #expect(check.errors.contains(sentence), "\(request): \(check.errors)")
        }
    }
}

extension String {
    /// The parts of a text that begin with one of these at the beginning of a line.
    fileprivate func components(startingWith heads: [String]) -> [Substring] {
        var parts: [Substring] = []
        var start = startIndex
        var line = startIndex
        while line < endIndex {
            if line > start, heads.contains(where: { self[line...].hasPrefix($0) }) {
                parts.append(self[start..<line])
                start = line
            }
            line = self[line...].firstIndex(of: "\n").map { index(after: $0) } ?? endIndex
        }
        if start < endIndex { parts.append(self[start...]) }
        return parts
    }
}
