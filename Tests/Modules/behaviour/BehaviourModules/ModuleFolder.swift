package import Configuration
import Glibc
import ModuleHost

/// The modules of one test: images with state of their own in a folder of their own, and the record they write there.
package final class ModuleFolder: Sendable {
    package let path: String

    package init() throws { path = try FixtureCompiler.makeFolder() }

    // The images stay mapped; their files are needed no more.
    deinit { FixtureCompiler.remove(path) }

    /// Puts the module of one of the sources, e.g. `recorder.c`, into the folder under a name, with its settings.
    package func add(_ source: String, as name: String, _ settings: [String] = []) throws -> ModuleConfiguration {
        try add(image: try FixtureCompiler.image(of: source), as: name, settings)
    }

    /// Puts the module of a source that the test has written.
    package func add(text: String, named file: String, as name: String) throws -> ModuleConfiguration {
        try add(image: try FixtureCompiler.image(of: text, named: file), as: name, [])
    }

    private func add(image: String, as name: String, _ settings: [String]) throws -> ModuleConfiguration {
        let copy = "\(path)/\(name).so"
        try FixtureCompiler.copy(image, to: copy)
        if !settings.isEmpty {
            try FixtureCompiler.write(settings.map { $0 + "\n" }.joined(), to: "\(path)/\(name).txt")
        }
        return ModuleConfiguration(name: name, path: copy, image: copy)
    }

    /// What the modules have recorded so far, in the order of the calls.
    package var record: [String] {
        FixtureCompiler.read("\(path)/record").split(separator: "\n").map(String.init)
    }

    /// Whether a line is recorded, now or within ten seconds: for what a module does unseen by any client.
    package func hasSoon(_ line: String) -> Bool {
        for _ in 0..<10_000 {
            if record.contains(line) { return true }
            usleep(1_000)
        }
        return false
    }

    /// Forgets what has been recorded.
    package func clearRecord() { truncate("\(path)/record", 0) }
}
