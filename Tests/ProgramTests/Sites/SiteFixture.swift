import OperatingSystem
import Synchronization
import TestSupport
import Testing

@testable import Program

/// A folder with two modules that tell where they are, `one` and `two`, and what is needed to serve sites with them.
struct SiteFixture {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for name in ["one", "two"] { _ = try folder.module("behaviour/tells_place.c", as: name) }
    }

    /// A configuration with these sites, and what else is given.
    static func configuration(_ sites: String, _ rest: String = "") -> String {
        """
        <configuration>
          <system.applicationHost><sites>\(sites)</sites></system.applicationHost>
          <system.webServer>
            <globalModules><add name="one" image="one.so"/><add name="two" image="two.so"/></globalModules>
            <modules><add name="one"/><add name="two"/></modules>
          </system.webServer>
          \(rest)
        </configuration>
        """
    }

    /// A site at a port of the kernel's choice.
    static func site(_ name: String, id: Int, host: String = "", _ applications: String) -> String {
        """
        <site name="\(name)" id="\(id)">
          <bindings><binding protocol="http" bindingInformation="127.0.0.1:0:\(host)"/></bindings>\(applications)
        </site>
        """
    }

    static func application(_ path: String, _ folder: String, _ directories: String = "") -> String {
        """
        <application path="\(path)"><virtualDirectory path="/" physicalPath="\(folder)"/>\(directories)</application>
        """
    }

    /// Writes a file below the folder, in one go, as an editor does that replaces it.
    func write(_ text: String, to name: String) throws {
        let parts = name.split(separator: "/").dropLast()
        if !parts.isEmpty { _ = try folder.shell("mkdir -p '\(parts.joined(separator: "/"))'") }
        try folder.write(Array(text.utf8), to: name + ".new")
        _ = try folder.shell("mv '\(name).new' '\(name)'")
    }

    /// A web.config with what is in its `system.webServer`.
    func writeWebConfig(_ text: String, in path: String) throws {
        try write(
            "<configuration><system.webServer>\(text)</system.webServer></configuration>", to: path + "/web.config")
    }

    func serve(_ configuration: String) throws -> RunningServer {
        try write(configuration, to: "applicationHost.config")
        return try RunningServer(["--config", folder.file("applicationHost.config")], in: folder, hasSites: true)
    }
}

extension RunningServer {
    /// What is answered to a URL without its scheme.
    func get(url: String) throws -> Answer {
        let slash = try #require(url.firstIndex(of: "/"))
        return try Client(addresses[0]).get(String(url[slash...]), host: String(url[..<slash]))
    }

    /// Waits until the server has seen that many changes of files in folders.
    func waitForChanges(_ count: Int) throws {
        _ = try process.wait(for: "\(count) changes") { process in
            process.errors.split(separator: "\n").count { $0.hasSuffix(" has changed") } >= count ? true : nil
        }
    }

    /// Runs `body` while two clients ask for a URL over and over; answers the statuses that were not 200, 0 for no answer.
    func underLoad(url: String, _ body: () throws -> Void) throws -> [Int] {
        let slash = try #require(url.firstIndex(of: "/"))
        let (host, path) = (String(url[..<slash]), String(url[slash...]))
        let load = Load()
        let address = addresses[0]
        let clients = try (0..<2).map { _ in
            try PosixThread.start(named: "client") {
                while !load.isOver.load(ordering: .relaxed) {
                    let answer = try? Client(address).get(path, host: host)
                    if answer?.status != 200 { load.failures.withLock { $0.append(answer?.status ?? 0) } }
                }
            }
        }
        let result = Result { try body() }
        load.isOver.store(true, ordering: .relaxed)
        for client in clients { client.join() }
        try result.get()
        return load.failures.withLock { $0 }
    }
}

private final class Load: Sendable {
    let isOver = Atomic(false)
    let failures = Lock<[Int]>([])
}
