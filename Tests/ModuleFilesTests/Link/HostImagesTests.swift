import ModuleFiles
import TestSupport
import Testing

@Suite("Images of the process")
struct HostImagesTests {
    @Test("A library answers to its whole name, and one that cannot be read to the name of its file")
    func names() {
        let images = HostImages(paths: ["/no/lib/libone.so.1.2.3", "/tmp/with space.so"])
        #expect(images.path(of: "libone.so.1.2.3") == "/no/lib/libone.so.1.2.3")
        #expect(images.path(of: "libon") == nil)
    }

    @Test("A file answers to the name that it gives itself, not to every beginning of its own")
    func soname() throws {
        let folder = try TemporaryFolder()
        try folder.library("faults/neighbour.c", to: "libone.so.1.2", ["-Wl,-soname,libone.so.1"])
        let images = HostImages(paths: [folder.file("libone.so.1.2")])
        #expect(images.path(of: "libone.so.1") == folder.file("libone.so.1.2"))
        #expect(images.path(of: "libone.so") == nil)
        #expect(images.path(of: "libone.so.1.2") == nil)
    }

    @Test("The running process has libc, each image once, and files alone are told")
    func current() {
        let current = HostImages.current()
        #expect(current.path(of: "libc.so.6") != nil)
        #expect(current.paths.count == Set(current.paths).count && current.paths.allSatisfy { $0.hasPrefix("/") })
        #expect(HostImages.none.paths == [])
    }
}
