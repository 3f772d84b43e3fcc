/// Writes which interfaces are versions of one another, for IHttpServer2::GetExtendedInterface.
struct InterfaceFamilies {
    let contract: Contract

    /// The interfaces behind each kind of object that derive from one another and from nothing that other kinds derive from
    /// too: a pointer to any of them can be taken for a pointer to any other.
    var families: [[String]] {
        contract.hostObjects.map { object in
            var family = [object]
            while let base = family[0].base.flatMap(contract.interface(named:)), derived(from: base).count == 1 {
                family.insert(base, at: 0)
            }
            return family.filter { $0.iid != nil }.map(\.name)
        }
        .filter { $0.count > 1 }
    }

    private func derived(from base: Interface) -> [Interface] { contract.interfaces.filter { $0.base == base.name } }

    func file() -> GeneratedFile {
        var lines = [
            "// \(Layout.banner())", "", "import CModuleABI", "", "extension InterfaceFamilies {",
            "    /// The versions of each interface, the first one first.", "    static let families: [[GUID]] = [",
        ]
        for family in families { lines.append(Layout.list("[", family.map { "IID_\($0)" }, "],", indent: 8)) }
        return GeneratedFile(
            "Sources/ModuleHost/Objects/Generated/InterfaceFamilies+List.swift",
            (lines + ["    ]", "}", ""]).joined(separator: "\n"))
    }
}
