import Testing

@testable import Configuration

@Suite("Folders of sites that are not there")
struct MissingFolderTests {
    private static let folders: Set = ["/srv", "/srv/www", "/srv/Shop", "etc", "etc/www", "/"]

    /// What a system with these folders and one file says.
    private static let files = ConfigurationFiles(
        read: { _ in .failure(ConfigurationError("")) },
        list: { $0 == "/srv/" ? ["www", "Shop", "file"] : [] }, exists: { _ in false },
        folder: { path in
            if path == "/srv/file" { return .other }
            if path == "/secret/www" { return .hidden("Permission denied") }
            return folders.contains(path) || path == "/secret" ? .there : .missing
        })

    private func site(_ name: String, _ path: String, _ attributes: String = "", more: String = "") -> String {
        """
        <site name='\(name)' \(attributes)><bindings><binding protocol='http' bindingInformation='*:80:\(name)'/></bindings>
        <application path='/'><virtualDirectory path='/' physicalPath='\(path)'/>\(more)</application></site>\n
        """
    }

    private func notices(_ sites: String...) throws -> [String] {
        let drives = "<modhost><server><drives><add drive='D' path='/srv'/></drives></server></modhost>"
        let text =
            "<configuration>\(drives)<system.applicationHost><sites>\n\(sites.joined())</sites></system.applicationHost></configuration>"
        let file = try ServerFile("etc/a.config", Array(text.utf8), files: Self.files)
        #expect(file.mistakes.isEmpty, "\(file.mistakes)")
        return file.notices.map(\.description)
    }

    @Test(
        "A folder that is there is not spoken of, and another one is told with its place and what to do",
        arguments: [
            ("/srv/www", nil), ("www", nil), ("D:\\www", nil), ("\\srv\\www", nil),
            ("/srv/gone", "/srv/gone, which is not there; make the folder, or name another"),
            ("gone", "etc/gone, which is not there; make the folder, or name another"),
            ("d:\\gone\\a", "/srv/gone/a, and there is no /srv/gone; make the folder, or name another"),
            ("/mnt/c/a", "/mnt/c/a, and there is no /mnt; make the folder, or name another"),
            ("D:\\SHOP", "/srv/SHOP, which is not there; there is /srv/Shop, and here letters differ by case"),
            (
                "D:\\WWW\\a",
                "/srv/WWW/a, and there is no /srv/WWW; there is /srv/www, and here letters differ by case"
            ),
            ("/srv/file", "/srv/file, which is no folder; name the folder that holds the files"),
            (
                "/secret/www",
                "/secret/www, which cannot be looked at: Permission denied; let the server read it"
            ),
        ])
    func each(path: String, told: String?) throws {
        #expect(
            try notices(site("a", path)) == [told.map { "etc/a.config:3:50: physicalPath is \($0)" }].compactMap(\.self)
        )
    }

    @Test("Virtual directories are looked at too, and sites that are not served are not")
    func others() throws {
        let more = "<virtualDirectory path='/b' physicalPath='/srv/b'/>"
        #expect(try notices(site("a", "/srv/www", more: more)).map { $0.contains("/srv/b, which") } == [true])
        let stopped = try notices(site("a", "/srv/www"), site("b", "/srv/gone", "serverAutoStart='false'"))
        #expect(stopped.map { $0.contains("serverAutoStart") } == [true])
    }

    @Test("Those that lack the same folder above them are one sentence")
    func folded() throws {
        let told = try notices(site("a", "/mnt/c/a"), site("b", "/mnt/c/b"), site("c", "/srv/c"), site("d", "/mnt/x"))
        #expect(
            told == [
                "etc/a.config:3:50: physicalPath is /mnt/c/a, and there is no /mnt; make the folder, or name another; and 2 more places, the last in line 9",
                "etc/a.config:7:50: physicalPath is /srv/c, which is not there; make the folder, or name another",
            ])
    }
}
