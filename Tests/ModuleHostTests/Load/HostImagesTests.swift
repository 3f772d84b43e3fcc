import ModuleHost
import Testing

@Suite("Images of the process")
struct HostImagesTests {
    @Test("Code is listed once, data and deleted files not at all")
    func maps() {
        let images = HostImages(
            maps: """
                7f00-7f10 r--p 00000000 08:01 11                         /no/lib/libone.so.1.2.3
                7f10-7f20 r-xp 00000000 08:01 11                         /no/lib/libone.so.1.2.3
                7f20-7f30 r-xp 00010000 08:01 11                         /no/lib/libone.so.1.2.3
                7f30-7f40 r--p 00000000 08:01 12                         /usr/share/data
                7f40-7f50 r-xp 00000000 08:01 13                         /tmp/with space.so
                7f50-7f60 r-xp 00000000 08:01 14                         /tmp/gone.so (deleted)
                7f60-7f70 r-xp 00000000 00:00 0                          [vdso]
                7f70-7f80 r-xp 00000000 00:00 0
                """)
        #expect(images.paths == ["/no/lib/libone.so.1.2.3", "/tmp/with space.so"])
        #expect(images.path(of: "libone.so.1.2.3") == "/no/lib/libone.so.1.2.3")
        #expect(images.path(of: "libon") == nil)
    }

    @Test("A file answers to the name that it gives itself, not to every beginning of its own")
    func soname() throws {
        let fixture = try FaultFixture()
        try fixture.compile("neighbour.c", to: "libone.so.1.2", ["-Wl,-soname,libone.so.1"])
        let images = HostImages(maps: "0-1 r-xp 0 0:0 1 \(fixture.path("libone.so.1.2"))")
        #expect(images.path(of: "libone.so.1") == fixture.path("libone.so.1.2"))
        #expect(images.path(of: "libone.so") == nil)
        #expect(images.path(of: "libone.so.1.2") == nil)
    }

    @Test("The running process has libc")
    func current() {
        #expect(HostImages.current().path(of: "libc.so.6") != nil)
        #expect(HostImages.none.paths == [])
    }
}
