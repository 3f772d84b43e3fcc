import CModuleBorder
import Configuration
import Glibc
import OperatingSystem
import Synchronization

/// Reads sections for modules, and remembers for each thread what was wrong when it last asked. Any thread.
final class ConfigurationReader: Sendable {
    /// The place of the server, with which every other one begins.
    static let root = "MACHINE/WEBROOT/APPHOST"
    /// Threads of which it is known what went wrong. More than any process has that looks after failures.
    private static let mostFailures = 1_024

    let settings: ConfigurationStore
    private let failures = Lock<[UInt32: ConfigurationFailure]>([:])
    /// Whether there may be any, so that threads that read without mistakes do not meet at the lock.
    private let mayHaveFailures = Atomic(false)

    init(_ settings: ConfigurationStore) { self.settings = settings }

    /// What asking for a section comes to.
    enum Answer {
        case section(ConfigurationElement)
        /// The text is the place of nothing.
        case noPlace
        /// No schema describes such a section.
        case noSection
        /// What is written there is wrong; see `failure`.
        case mistake
    }

    /// A section at the place `path`, by its full name.
    func section(_ name: String, at path: String) -> Answer {
        guard let place = ConfigurationPath(fullName: path) else {
            note(nil)
            return .noPlace
        }
        return answer(path) { () throws(ConfigurationMistakes) in try settings.section(name, at: place) }
    }

    /// A section for the URL of an exchange. Reads nothing from disk.
    func section(_ name: String, for exchange: Exchange) -> Answer {
        answer(exchange.configurationPath) { () throws(ConfigurationMistakes) in
            try settings.section(name, for: exchange.place)
        }
    }

    private func answer(
        _ path: @autoclosure () -> String, _ read: () throws(ConfigurationMistakes) -> ConfigurationElement?
    ) -> Answer {
        do throws(ConfigurationMistakes) {
            let section = try read()
            note(nil)
            return section.map { .section($0) } ?? .noSection
        } catch {
            note(error.all.first.map { ConfigurationFailure(mistake: $0, path: path()) })
            return .mistake
        }
    }

    /// What was wrong when the calling thread last asked; nil for nothing.
    var failure: ConfigurationFailure? {
        guard mayHaveFailures.load(ordering: .relaxed) else { return nil }
        let thread = HostThread_ID()
        return failures.withLock { $0[thread] }
    }

    private func note(_ failure: ConfigurationFailure?) {
        guard failure != nil || mayHaveFailures.load(ordering: .relaxed) else { return }
        mayHaveFailures.store(true, ordering: .relaxed)
        let thread = HostThread_ID()
        // What is replaced ends after the lock has been given back.
        _ = failures.withLock { failures in
            let known = failures[thread]
            if failure == nil || known != nil || failures.count < Self.mostFailures { failures[thread] = failure }
            return known
        }
    }
}

extension ConfigurationPath {
    /// A place by its full name, which begins with `MACHINE/WEBROOT/APPHOST`; nil for any other text.
    init?(fullName: String) {
        let root = ConfigurationReader.root.lowercased().pathNames
        guard fullName.pathNames.prefix(root.count).map({ $0.lowercased() }) == root else {
            return nil
        }
        self.init(fullName)
    }
}

/// What was wrong with the configuration at a place.
final class ConfigurationFailure: Sendable {
    let mistake: ConfigurationMistake
    /// The place that was asked for.
    let path: String
    /// Place and sentence, as long as the failure lives.
    let sentence: StableText?

    init(mistake: ConfigurationMistake, path: String) {
        self.mistake = mistake
        self.path = path
        sentence = StableText(mistake.description)
    }
}

/// UTF-8 with a zero at its end, at an address that stays the same as long as this lives.
final class StableText: @unchecked Sendable {
    // Safety: written in init only, and freed when nobody has this any more.
    let start: UnsafePointer<CChar>
    /// Bytes without the zero.
    let count: Int
    private let memory: UnsafeMutablePointer<CChar>

    /// Nil when there is no memory left.
    init?(_ text: String) {
        // As many bytes as it has, a zero among them or not.
        let bytes = Array(text.utf8) + [0]
        guard let copy = malloc(bytes.count) else { return nil }
        copy.copyMemory(from: bytes, byteCount: bytes.count)
        memory = copy.bindMemory(to: CChar.self, capacity: bytes.count)
        start = UnsafePointer(memory)
        count = bytes.count - 1
    }

    /// Several texts, each with a zero at its end.
    init?(_ texts: [String]) {
        let bytes: [UInt8] = texts.flatMap { Array($0.utf8) + [0] } + [0]
        guard let copy = malloc(bytes.count) else { return nil }
        copy.copyMemory(from: bytes, byteCount: bytes.count)
        memory = copy.bindMemory(to: CChar.self, capacity: bytes.count)
        start = UnsafePointer(memory)
        count = bytes.count - 1
    }

    deinit { free(memory) }
}
