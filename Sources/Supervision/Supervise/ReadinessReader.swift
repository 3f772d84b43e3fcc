/// Makes what a worker writes into its ready pipe into one report. Pure.
///
/// The bytes come from a worker and are bounded and made printable here.
package struct ReadinessReader: Sendable {
    /// What a worker says, once.
    package enum Report: Hashable, Sendable {
        case ready
        case failed(String)
    }

    /// Bytes of the line that are kept.
    package static let lengthLimit = 4096

    private var line: [UInt8] = []
    private var isDone = false

    /// A reader at the begin of a pipe.
    package init() {}

    /// Adds bytes as they arrived; returns the report when its line is complete, at most once.
    package mutating func append(_ bytes: some Sequence<UInt8>) -> Report? {
        for byte in bytes where !isDone {
            guard byte != UInt8(ascii: "\n") else { return finish() }
            if line.count < Self.lengthLimit { line.append(byte) }
        }
        return nil
    }

    /// The pipe is at its end; a line that was begun counts.
    package mutating func end() -> Report? {
        isDone || line.isEmpty ? nil : finish()
    }

    private mutating func finish() -> Report {
        isDone = true
        let text = Self.printable(String(decoding: line, as: UTF8.self))
        if text == "ready" { return .ready }
        let prefix = "failed: "
        guard text.hasPrefix(prefix) else { return .failed("its report \"\(text)\" was not understood") }
        return .failed(String(text.dropFirst(prefix.count)))
    }

    private static func printable(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            let category = scalar.properties.generalCategory
            result.unicodeScalars.append(category == .control || category == .format ? " " : scalar)
        }
        return result
    }
}
