/// The sections that may protect something without being enforced. A name covers what is below it too, without regard to case.
struct Unenforced {
    private let names: [[Substring]]

    init(_ names: [String]) { self.names = names.map(Self.segments) }

    /// Whether a section is listed, or a group that it is in.
    func covers(_ name: String) -> Bool {
        let segments = Self.segments(name)
        return names.contains { !$0.isEmpty && segments.starts(with: $0) }
    }

    private static func segments(_ name: String) -> [Substring] { name.lowercased().split(separator: "/") }
}

extension ConfigurationTree {
    /// What the server's file lists.
    var unenforced: Unenforced { Unenforced(unenforcedItems.map { $0.string("section") }) }

    private var unenforcedItems: ItemList {
        section("modhost/server", at: .server)?.element.child("unenforced")?.items ?? []
    }

    /// Names in the list that look like slips of known ones. Others may be of sections that only files of folders have.
    func slipsOfUnenforced() -> [ConfigurationMistake] {
        unenforcedItems.compactMap { item in
            let name = item.string("section")
            return meant(byUnenforced: name).map {
                ConfigurationMistake(
                    item.place(of: "section"), "unenforced: there is no section \"\(name)\"; did you mean \"\($0)\"?")
            }
        }
    }

    /// Groups that other programs and other parts of IIS have.
    private static let foreign: Set<Substring> = [
        "system.web", "system.ftpserver", "system.net", "system.servicemodel", "system.web.extensions",
    ]

    private func meant(byUnenforced name: String) -> String? {
        let segments = name.lowercased().split(separator: "/")
        guard let first = segments.first, let last = segments.last, !Self.foreign.contains(first) else { return nil }
        let own = server.unknown.map(\.name) + server.declarations.keys
        let known = schemas.names + own
        if Unenforced(own).covers(name) || known.contains(where: { Unenforced([name]).covers($0) }) { return nil }
        // Most know a section by the last part of its name.
        if segments.count == 1, let whole = schemas.names.first(where: { $0.lowercased().hasSuffix("/\(last)") }) {
            return whole
        }
        if let elsewhere = schemas.meant(by: String(last), in: segments.dropLast().joined(separator: "/")) {
            return elsewhere
        }
        let alike = known.filter { candidate in
            let others = candidate.split(separator: "/")
            return others.count == segments.count
                && zip(segments, others).allSatisfy { NearestName.of(String($0), among: [String($1)]) != nil }
        }
        return NearestName.of(name, among: alike)
    }
}
