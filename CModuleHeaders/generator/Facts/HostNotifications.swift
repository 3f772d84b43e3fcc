/// Writes what the host knows of notifications: stages, events and global notifications with their bits, slots and names,
/// and the priorities.
struct HostNotifications {
    let facts: Facts
    let contract: Contract

    private static let folder = "Sources/ModuleHost/Pipeline/Generated"
    private let banner = "// \(Layout.banner("facts/notifications.txt"))"

    func files() -> [GeneratedFile] { [stages(), events(), globals(), priorities()] }

    private func file(_ name: String, _ lines: [String]) -> GeneratedFile {
        GeneratedFile("\(Self.folder)/\(name).swift", ([banner, ""] + lines + [""]).joined(separator: "\n"))
    }

    private func stages() -> GeneratedFile {
        var lines = [
            "/// The twelve stages of an exchange, in order. Each runs `On…` for all its subscribers and then `OnPost…`.",
            "///",
            "/// The raw value is the position; bit and slot of the contract follow from it.",
            "package enum Stage: Int, CaseIterable, Sendable {",
        ]
        for stage in facts.stages {
            lines += Layout.swiftComment(stage.documentation, indent: 4) + ["    case \(stage.swiftName)"]
        }
        lines += [
            "", "    /// The RQ_ bit.", "    package var bit: UInt32 { 1 << UInt32(rawValue) }", "",
            "    /// The slot of `On…` in CHttpModule; `OnPost…` is the next one.",
            "    package var slot: Int { rawValue * 2 }", "",
            "    /// The stage with that RQ_ bit; nil for any other number.",
            "    package init?(bit: UInt32) {",
            "        guard bit != 0, bit & (bit - 1) == 0 else { return nil }",
            "        self.init(rawValue: bit.trailingZeroBitCount)", "    }", "", "    /// The mask of all of them.",
            "    package static let allBits: UInt32 = 0x\(Layout.digits(facts.stages.reduce(0) { $0 | $1.bit }, 1))",
            "",
            "    /// The name without `On` and `OnPost`, e.g. `BeginRequest`.", "    package var name: String {",
            "        switch self {",
        ]
        lines += facts.stages.map { "        case .\($0.swiftName): \"\($0.title)\"" }
        return file("Stage", lines + ["        }", "    }", "}"])
    }

    private func events() -> GeneratedFile {
        var lines = ["/// The events that an action raises.", "extension Notification {"]
        for event in facts.deliveredEvents {
            let slot = contract.slotNumber(event.method, in: "CHttpModule") ?? 0
            lines += Layout.swiftComment(event.documentation, indent: 4)
            lines.append(
                "    package static let \(event.swiftName) = Notification(bit: \(event.hexadecimal), slot: \(slot))")
        }
        lines += [
            "", "    /// All of them, in the order of their slots.",
            "    package static let events: [Notification] = [",
        ]
        let ordered = facts.deliveredEvents.sorted {
            contract.slotNumber($0.method, in: "CHttpModule") ?? 0
                < contract.slotNumber($1.method, in: "CHttpModule") ?? 0
        }
        lines += Layout.filled(ordered.map { ".\($0.swiftName)" }, indent: 8, tail: ",")
        lines += [
            "    ]", "", "    /// The name of the method that takes the event with that RQ_ bit; nil if there is none.",
            "    static func eventName(bit: UInt32) -> String? {", "        switch bit {",
        ]
        lines += facts.deliveredEvents.map { "        case \($0.hexadecimal): \"\($0.method ?? "")\"" }
        return file("Notification+Events", lines + ["        default: nil", "        }", "    }", "}"])
    }

    private func globals() -> GeneratedFile {
        var lines = [
            "/// One named event of the process that a global module can subscribe to. The raw value is the GL_ bit.",
            "package enum GlobalNotification: UInt32, CaseIterable, Sendable, CustomStringConvertible {",
        ]
        lines += facts.globals.map { "    case \($0.swiftName) = \($0.hexadecimal)" }
        lines += ["", "    /// Its slot in CGlobalModule.", "    package var slot: Int {", "        switch self {"]
        lines += facts.globals.map {
            "        case .\($0.swiftName): \(contract.slotNumber($0.method, in: "CGlobalModule") ?? 0)"
        }
        lines += [
            "        }", "    }", "", "    /// The name of the method that receives it.",
            "    package var description: String {", "        switch self {",
        ]
        lines += facts.globals.map { "        case .\($0.swiftName): \"\($0.method ?? "")\"" }
        return file("GlobalNotification", lines + ["        }", "    }", "}"])
    }

    private func priorities() -> GeneratedFile {
        let names = facts.priorities.map(\.name)
        var lines = [
            "/// When a module receives a notification, compared with the other subscribers of it.",
            "package enum Priority: Int, Comparable, Sendable, CustomStringConvertible {",
        ]
        for priority in facts.priorities {
            lines += Layout.swiftComment(priority.documentation, indent: 4)
            lines.append("    case \(priority.name.lowercased())")
        }
        lines += [
            "", "    /// From the text of a `PRIORITY_ALIAS_…`, in any case; nil for any other text.",
            "    package init?(alias: String) {", "        switch alias.uppercased() {",
        ]
        lines += names.map { "        case \"\($0)\": self = .\($0.lowercased())" }
        lines += [
            "        default: return nil", "        }", "    }", "",
            "    package static func < (left: Priority, right: Priority) -> Bool { left.rawValue < right.rawValue }",
            "",
            "    package var description: String {", "        switch self {",
        ]
        lines += names.map { "        case .\($0.lowercased()): \"\($0)\"" }
        return file("Priority", lines + ["        }", "    }", "}"])
    }
}
