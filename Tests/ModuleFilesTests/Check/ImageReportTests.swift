import ModuleFiles
import TestSupport
import Testing

@Suite("The report of inspect")
struct ImageReportTests {
    private let folder: TemporaryFolder
    init() throws { folder = try TemporaryFolder() }

    private func value(_ label: String, in report: ImageReport) -> String? {
        report.text.split(separator: "\n").first { $0.hasPrefix("  \(label) ") }.map { line in
            String(line.dropFirst(2 + label.count).drop { $0 == " " })
        }
    }

    @Test("A module that can be loaded says so last, and everything of itself before")
    func loadable() throws {
        let path = try folder.library(
            "faults/well_formed.c", to: "module.so", ["-Wl,--build-id=0xabcd,--no-as-needed,-lc"])
        let report = ImageReport(path: path)
        #expect(report.isLoadable)
        #expect(report.text.hasPrefix("\(path)\n") && report.text.hasSuffix("\n  can be loaded: yes\n"))
        #expect(value("kind", in: report) == "shared library")
        #expect(value("machine", in: report)?.hasPrefix(HostMachine.name) == true)
        #expect(value("sha256", in: report) == SHA256.hexadecimal(of: try FileBytes.read(path).bytes))
        #expect(value("build-id", in: report) == "abcd")
        #expect(value("language", in: report) == "C")
        #expect(value("contract", in: report) == ContractVersion.current.description)
        #expect(value("WCHAR", in: report) == "4 bytes")
        #expect(value("entry", in: report) == "RegisterModule")
        #expect(value("stack", in: report) == "not executable")
        #expect(value("needs", in: report)?.contains("libc.so.6") == true)
    }

    @Test("The labels stand in one order, from what the file is to what it needs")
    func order() throws {
        let text = ImageReport(path: try folder.library("faults/well_formed.c")).text
        let labels = text.split(separator: "\n").dropFirst().compactMap { line in
            line.dropFirst(2).first == " " ? nil : line.split(separator: " ").first.map(String.init)
        }
        #expect(
            labels == [
                "kind", "machine", "size", "sha256", "build-id", "compiler", "language", "contract", "WCHAR", "Swift",
                "entry",
                "stack", "needs", "can",
            ])
    }

    @Test("Values stand in one column")
    func aligned() throws {
        try folder.library("faults/neighbour.c", to: "libneighbour.so", ["-Wl,-soname,libneighbour.so"])
        let path = try folder.library("faults/needs_library.c", to: "module.so", [folder.file("libneighbour.so")])
        for line in ImageReport(path: path).text.split(separator: "\n").dropFirst().dropLast() {
            let column = line.index(line.startIndex, offsetBy: 14)
            #expect(line[line.index(before: column)] == " " && line[column] != " ", "\(line)")
        }
    }

    @Test("What is missing is said, and is the reason in the last line")
    func missing() throws {
        try folder.library("faults/neighbour.c", to: "libneighbour.so", ["-Wl,-soname,libneighbour.so"])
        let path = try folder.library("faults/needs_library.c", to: "module.so", [folder.file("libneighbour.so")])
        let report = ImageReport(path: path)
        #expect(!report.isLoadable)
        #expect(report.text.contains("libneighbour.so  not found"))
        #expect(report.text.contains("\n  can be loaded: no: it needs the library libneighbour.so"))
        let undefined = ImageReport(path: try folder.library("faults/undefined_symbol.c", to: "undefined.so"))
        #expect(value("undefined", in: undefined) != nil)
        #expect(undefined.text.contains("can be loaded: no: nothing defines "))
    }

    @Test("A refused file is described as far as it can be read")
    func refused() throws {
        let stack = ImageReport(path: try folder.library("faults/executable_stack.c"))
        #expect(value("stack", in: stack) == "executable" && !stack.isLoadable)
        let text = ImageReport(path: try folder.write(Array("hello\n".utf8), to: "text.so"))
        #expect(value("kind", in: text) == "a text file" && value("size", in: text) == "6 bytes")
        let path = folder.file("none.so")
        let none = ImageReport(path: path)
        #expect(none.text == "\(path)\n  can be loaded: no: there is no such file; check the path.\n")
        let notices = ImageReport(path: try folder.library("faults/without_note.c", to: "noteless.so"))
        #expect(value("note", in: notices) == "none" && value("notices", in: notices) != nil && notices.isLoadable)
    }
}
