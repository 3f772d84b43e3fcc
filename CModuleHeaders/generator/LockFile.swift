/// The lock: one line for each slot, size, offset and value that has been promised.
///
/// The generator adds lines and never takes one away: a module that was built last year calls the slot by its number.
struct LockFile {
    static let path = "CModuleHeaders/contract.lock"

    let contract: Contract
    let layouts: LayoutDescription

    /// - Parameter previous: the committed lock.
    /// - Throws: when a line of it no longer holds.
    func file(previous: String) throws(DescriptionError) -> GeneratedFile {
        let lines = lines()
        let present = Set(lines)
        let gone = previous.split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("#") && !present.contains($0) }
        guard gone.isEmpty else {
            throw DescriptionError(
                gone.map { "\(Self.path): '\($0)' no longer holds" }.joined(separator: "\n")
                    + "\nAn interface keeps its slots for ever: add a derived interface instead. If the line was never"
                    + " part of a release, delete it from the lock by hand.")
        }
        let head = ["# What has been promised. Written by GenerateModuleHeaders, which only ever adds lines."]
        return GeneratedFile(Self.path, (head + lines).joined(separator: "\n") + "\n")
    }

    private func lines() -> [String] {
        var lines: [String] = []
        for interface in contract.interfaces {
            let base = interface.base.map { " : \($0)" } ?? ""
            lines.append("interface \(interface.name)\(base) \(interface.iid ?? "-")")
            for row in contract.table(of: interface) where row.declaredBy.name == interface.name {
                let types = row.slot.arguments.map(\.type.spelling).joined(separator: ", ")
                lines.append(
                    "\(interface.name) \(row.number) \(row.slot.cName) \(row.slot.result.spelling)(\(types))")
            }
        }
        return lines + layouts.promises.map(\.name)
    }
}
