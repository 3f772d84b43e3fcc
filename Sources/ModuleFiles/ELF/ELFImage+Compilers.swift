import HostLog

extension ELFImage {
    /// The compilers that had a hand in the file, as they call themselves: what they left in .comment, and Swift's, which leaves
    /// its name only in what is for debuggers. Empty if all of that was stripped.
    package var compilers: [String] {
        var names: [String] = []
        for name in texts(in: ".comment") where !name.isEmpty && !names.contains(name) { names.append(name) }
        if let swift = texts(in: ".debug_str").first(where: { $0.starts(with: Self.swiftMark) }) { names.append(swift) }
        return names.prefix(Self.mostCompilers).map { PrintableText.of($0.utf8, limit: 200) }
    }

    /// The release of Swift that compiled it, such as "6.3.1", as what is for debuggers has it.
    package var swiftCompiler: String? {
        compilers.first { $0.hasPrefix(Self.swiftMark) }.map {
            String($0.dropFirst(Self.swiftMark.count).prefix { $0 != " " })
        }
    }

    private static let swiftMark = "Swift version "
    /// More than any linker collects; it bounds what is printed.
    private static let mostCompilers = 8

    /// The texts in a section, each of which ends with a zero.
    private func texts(in name: String) -> some Sequence<String> {
        let section = sections.first { $0.name == name && $0.type != ELFSection.noBits && !$0.isCompressed }
        let range = section.map { $0.offset..<$0.offset + $0.size } ?? 0..<0
        return bytes[range].lazy.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
    }
}
