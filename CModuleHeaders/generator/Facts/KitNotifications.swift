/// Writes the lists of notifications that the kit needs, from the set that an author writes down to the table of functions
/// that the host calls. The protocols are written by hand, for their documentation; a missing one does not compile.
struct KitNotifications {
    let facts: Facts
    private let slots: [KitSlot]

    private static let folder = "Sources/ModuleKit/Generated"
    private let banner = "// \(Layout.banner("facts/notifications.txt"))"

    /// Throws for a provider that the kit does not know.
    init(facts: Facts, contract: Contract) throws(DescriptionError) {
        self.facts = facts
        slots = try KitSlot.all(facts, contract)
    }

    func files() -> [GeneratedFile] {
        [requestNotifications(), priority(), slotEnum(), conformances(), delivery(), table()]
    }

    private func file(_ name: String, _ lines: [String]) -> GeneratedFile {
        GeneratedFile("\(Self.folder)/\(name).swift", ([banner, ""] + lines + [""]).joined(separator: "\n"))
    }

    private func requestNotifications() -> GeneratedFile {
        var lines = [
            "import CModuleABI", "",
            "/// A set of request notifications: the twelve stages in order, then those that depend on what happens.",
            "public struct RequestNotifications: OptionSet, Sendable {", "    /// The RQ_ bits.",
            "    public let rawValue: UInt32", "", "    /// Makes a set of RQ_ bits.",
            "    public init(rawValue: UInt32) {", "        self.rawValue = rawValue", "    }", "",
        ]
        for notification in facts.stages + facts.deliveredEvents {
            lines += [
                "    /// \(notification.cName)",
                "    public static let \(notification.swiftName) = Self(rawValue: \(notification.cName))",
            ]
        }
        return file("RequestNotifications", lines + ["}"])
    }

    private func priority() -> GeneratedFile {
        var lines = [
            "/// Where a module stands among the subscribers of a notification. Equal priorities go by the order of the module"
                + " list.",
            "///", "/// SEND_RESPONSE is delivered in the opposite order: `first` comes last there.",
            "public enum Priority: String, Sendable {",
        ]
        for priority in facts.priorities {
            lines += Layout.swiftComment(priority.documentation, indent: 4)
            lines.append("    case \(priority.name.lowercased()) = \"\(priority.name)\"")
        }
        return file("Priority", lines + ["}"])
    }

    private func slotEnum() -> GeneratedFile {
        var lines = [
            "import CModuleABI", "", "/// The notifications in the order of their slots in the table of a module.",
            "enum NotificationSlot: Int, CaseIterable {",
        ]
        lines += slots.map { "    case \($0.swiftName) = \($0.number)" }
        lines += [
            "", "    /// The RQ_ bit of the notification; 0 for completions, to which nobody subscribes.",
            "    var notification: UInt32 {", "        switch self {",
        ]
        for notification in facts.stages + facts.deliveredEvents {
            let own = slots.filter { $0.bitName == notification.cName }.map { ".\($0.swiftName)" }
            lines.append("        case \(own.joined(separator: ", ")): \(notification.cName)")
        }
        lines += slots.filter { $0.bitName == nil }.map { "        case .\($0.swiftName): 0" }
        lines += [
            "        }", "    }", "", "    /// Whether it follows a stage.", "    var isPost: Bool {",
            "        switch self {",
        ]
        let posts = slots.filter(\.isPost).map { ".\($0.swiftName)" }
        lines.append("        case")
        lines += Layout.filled(posts, indent: 12, tail: ": true")
        return file("NotificationSlot", lines + ["        default: false", "        }", "    }", "}"])
    }

    private func conformances() -> GeneratedFile {
        var lines = [
            "/// The notifications that a type conforms to, found once by a cast each, so that a call needs none.",
            "///",
            "/// Metatypes are not counted by reference, so that threads which call one module do not meet at a counter.",
            "struct ModuleConformances: Sendable {",
        ]
        lines += slots.map { "    let \($0.swiftName): (any \($0.method).Type)?" }
        lines += ["", "    init(_ type: any HttpModule.Type) {"]
        lines += slots.map { "        \($0.swiftName) = type as? any \($0.method).Type" }
        lines += [
            "    }", "", "    /// Whether the type conforms to the protocol of that notification.",
            "    func has(_ slot: NotificationSlot) -> Bool {", "        switch slot {",
        ]
        lines += slots.map { "        case .\($0.swiftName): \($0.swiftName) != nil" }
        return file("ModuleConformances", lines + ["        }", "    }", "}"])
    }

    private func delivery() -> GeneratedFile {
        var lines = [
            "// How each notification reaches its method. A protocol's own extension knows `Self`, so the address of the",
            "// instance, which `ModuleType` made from the same type, needs no cast.",
        ]
        for slot in slots {
            let provider = slot.provider.map { ", \($0)(call)" } ?? ""
            let call = "\(slot.callName)(context\(provider))"
            lines += [
                "", "extension \(slot.method) {",
                "    static func deliver(",
                "        _ value: Instance, _ context: HttpContext, _ call: NotificationCall",
                "    ) throws -> NotificationStatus {",
            ]
            let line = "        try value.assumingMemoryBound(to: Self.self).pointee.\(call)"
            lines +=
                line.count <= Layout.width
                ? [line] : ["        try value.assumingMemoryBound(to: Self.self)", "            .pointee.\(call)"]
            lines += ["    }", "}"]
        }
        return file("NotificationDelivery", lines)
    }

    private func table() -> GeneratedFile {
        var lines = [
            "import CModuleABI", "", "/// The slots of a module's table that take a notification and its provider.",
            "extension ModuleTable {",
        ]
        let parts: [(String, (KitSlot) -> Bool)] = [
            ("fillStages", { $0.isStage && !$0.isPost }), ("fillPostStages", { $0.isPost }),
            ("fillEvents", { !$0.isStage }),
        ]
        for (name, isWanted) in parts {
            lines.append("    static func \(name)(_ table: inout CHttpModuleVtbl) {")
            for slot in slots where slot.bitName != nil && isWanted(slot) {
                lines += [
                    "        table.\(slot.method) = {",
                    "            deliverNotification(.\(slot.swiftName), $0, $1, $2) {"
                        + " try $0.conformances.\(slot.swiftName)?.deliver($1, $2, $3) }",
                    "        }",
                ]
            }
            lines += ["    }", ""]
        }
        lines.removeLast()
        return file("ModuleTable+Slots", lines + ["}"])
    }
}

/// A slot of CHttpModule as the kit sees it.
struct KitSlot {
    let number: Int
    /// The method, which is also the name of the protocol in the kit.
    let method: String
    /// The name of the RQ_ bit; nil for completions.
    let bitName: String?
    let isStage: Bool
    let isPost: Bool
    /// The type in the kit that a method gets beside the context; nil if it gets none.
    let provider: String?

    /// `postBeginRequest` for `OnPostBeginRequest`.
    var swiftName: String { SwiftName.lowerCamel(String(method.dropFirst(2))) }
    /// `onPostBeginRequest`.
    var callName: String { SwiftName.lowerCamel(method) }

    /// What the kit makes of the provider in C. It has no use yet for what it leaves out.
    private static let providers: [String: String?] = [
        "IHttpEventProvider": nil, "IMapHandlerProvider": nil, "IAuthenticationProvider": "AuthenticationProvider",
        "ISendResponseProvider": "SendResponseProvider", "IMapPathProvider": "MapPathProvider",
        "IReadEntityProvider": "ReadEntityProvider", "ICustomNotificationProvider": "CustomNotificationProvider",
    ]

    /// All that are called `On…`, in the order of the table.
    static func all(_ facts: Facts, _ contract: Contract) throws(DescriptionError) -> [KitSlot] {
        guard let module = contract.interface(named: "CHttpModule") else {
            throw DescriptionError(
                "no file describes CHttpModule, which the notifications of the facts are delivered to")
        }
        var slots: [KitSlot] = []
        for row in contract.table(of: module) where row.slot.cName.hasPrefix("On") {
            let name = row.slot.cName
            let stage = facts.stages.first { $0.method == name || $0.postMethod == name }
            let event = facts.events.first { $0.method == name }
            let type = row.slot.arguments.count == 2 ? row.slot.arguments[1].type.name : nil
            var provider = type == nil ? "CompletionInfo" : nil
            if let type {
                guard let known = providers[type] else {
                    throw DescriptionError(
                        "the kit does not know \(type), the provider of CHttpModule::\(name): name it in KitSlot.providers"
                    )
                }
                provider = known
            }
            slots.append(
                KitSlot(
                    number: row.number, method: name, bitName: stage?.cName ?? event?.cName, isStage: stage != nil,
                    isPost: stage?.postMethod == name, provider: provider))
        }
        return slots
    }
}
