/// The whole interface description: every family in the order in which a module meets it.
struct Contract {
    let families: [Family]
    private let byName: [String: Interface]

    /// Fails when two interfaces share a name or a base is not described.
    init(families: [Family]) throws(DescriptionError) {
        self.families = families
        var byName: [String: Interface] = [:]
        for interface in families.flatMap(\.interfaces) {
            guard byName.updateValue(interface, forKey: interface.name) == nil else {
                throw DescriptionError("the interface \(interface.name) is described twice; remove one of the two")
            }
        }
        self.byName = byName
        for interface in families.flatMap(\.interfaces) {
            if let base = interface.base, byName[base] == nil {
                throw DescriptionError("\(interface.name) extends \(base), which no file describes")
            }
        }
    }

    var interfaces: [Interface] { families.flatMap(\.interfaces) }

    /// The interfaces that stand for a kind of object that the host makes.
    var hostObjects: [Interface] { interfaces.filter { $0.object != nil } }

    func interface(named name: String) -> Interface? { byName[name] }

    /// The interface and what it extends, the outermost base first.
    func lineage(of interface: Interface) -> [Interface] {
        var line = [interface]
        while let base = line[0].base, let next = byName[base] { line.insert(next, at: 0) }
        return line
    }

    /// All slots of an interface, those of its bases first, each with the interface that declares it.
    func table(of interface: Interface) -> [Row] {
        var rows: [Row] = []
        for ancestor in lineage(of: interface) {
            for slot in ancestor.slots {
                rows.append(Row(number: rows.count, slot: slot, declaredBy: ancestor))
            }
        }
        return rows
    }

    /// The families whose headers a family's header needs: those of its interfaces' bases.
    func prerequisites(of family: Family) -> [Family] {
        let bases = Set(family.interfaces.compactMap(\.base))
        return families.filter { other in
            other.name != family.name && other.interfaces.contains { bases.contains($0.name) }
        }
    }

    /// One row of a table.
    struct Row {
        let number: Int
        let slot: Slot
        let declaredBy: Interface
    }
}
