// What protects in sections that no schema describes.
extension Protection {
    /// Something that protects: the name of the section that it is in, and where it stands.
    struct Guarded {
        let name: String
        let place: ConfigurationPlace
    }

    /// The names of what protects, in small letters, wherever it stands; and those that do in `system.webServer` only.
    private static let names: Set = ["authorization", "ipsecurity", "dynamicipsecurity", "requestfiltering"]
    private static let ownNames: Set = ["security", "access", "authentication", "anonymousauthentication"]
    /// Nothing is served by FTP, so what protects there has nothing to protect.
    private static let ofFTP = ["system.ftpserver", ConfigurationFile.ftpServer.lowercased()]

    /// What in a section that no schema describes protects: what has the name of a protection at any depth, or is elsewhere, where
    /// it cannot be seen.
    static func guarded(byUnknown section: SourceElement, _ name: String, isOwn: Bool = false) -> [Guarded] {
        let small = name.lowercased()
        if ofFTP.contains(where: { small == $0 || small.hasPrefix($0 + "/") }) { return [] }
        let own = section.name.split(separator: ":").last?.lowercased() ?? ""
        let isOwn = isOwn || small.hasPrefix("system.webserver") || own == "system.webserver"
        let whole = [Guarded(name: name, place: section.place)]
        if small.hasPrefix(security.lowercased()) { return whole }
        let saysSomething = isElsewhere(section) || !section.children.isEmpty || !section.attributes.isEmpty
        if saysSomething, names.contains(own) || isOwn && ownNames.contains(own) {
            return small == "system.web/authorization" && onlyAllows(section) ? [] : whole
        }
        if isOwn, own == "handlers" && section.attribute("accessPolicy") != nil || own == "serverruntime" {
            return whole
        }
        if own == "rewrite" {
            let group = name.split(separator: "/").dropLast().joined(separator: "/")
            let found = refusals(in: section, group)
            if !found.isEmpty { return found }
        }
        return section.children.flatMap { guarded(byUnknown: $0, "\(name)/\($0.name)", isOwn: isOwn) }
    }

    private static func isElsewhere(_ element: SourceElement) -> Bool {
        element.attributes.contains { ["configsource", "configprotectionprovider"].contains($0.name.lowercased()) }
    }

    /// Whether rules of ASP.NET allow something and deny nothing. Below them the one of the machine allows everything.
    private static func onlyAllows(_ section: SourceElement) -> Bool {
        section.attributes.isEmpty && section.children.allSatisfy { $0.name == "allow" }
    }

    /// The rules of URL Rewrite that turn requests away, or may, being elsewhere, each with the section that it is in.
    private static func refusals(in element: SourceElement, _ group: String) -> [Guarded] {
        let name = group.isEmpty ? element.name : "\(group)/\(element.name)"
        if isElsewhere(element) { return [Guarded(name: name, place: element.place)] }
        if ["rule", "action"].contains(element.name.lowercased()) {
            return refuses(element) ? [Guarded(name: group, place: element.place)] : []
        }
        return element.children.flatMap { refusals(in: $0, name) }
    }

    private static func refuses(_ element: SourceElement) -> Bool {
        func value(_ name: String) -> String? {
            element.attributes.first { $0.name.lowercased() == name }?.value.lowercased()
        }
        if isElsewhere(element) { return true }
        switch element.name.lowercased() {
        case "rule" where value("enabled") == "false": return false
        case "action":
            switch value("type") {
            case "abortrequest", "4": return true
            // An answer that sends elsewhere or is one like others keeps nobody out.
            case "customresponse", "3": return !["2", "3"].contains(value("statuscode")?.first)
            default: return false
            }
        default: return element.children.contains(where: refuses)
        }
    }
}
