/// Which sections keep someone from something.
enum Protection {
    private static let security = "system.webServer/security/"

    /// Whether a section as it is in force refuses anyone anything, so that it must not be passed over.
    static func isMeant(by section: ConfigurationElement, _ name: String) -> Bool {
        switch name {
        case "system.webServer/serverRuntime": return !section.bool("enabled")
        default: break
        }
        guard name.hasPrefix(security) else { return false }
        switch name.dropFirst(security.count) {
        case "access": return section.int("sslFlags") != 0
        case "authentication/anonymousAuthentication": return !section.bool("enabled")
        case let way where way.hasPrefix("authentication/"): return section.bool("enabled")
        case "dynamicIpSecurity":
            return ["denyByConcurrentRequests", "denyByRequestRate"].contains {
                section.child($0)?.bool("enabled") == true
            }
        case "ipSecurity": return !section.bool("allowUnlisted") || section.items.contains { !$0.bool("allowed") }
        case "authorization": return !isOpen(section)
        // What may be run, which is nothing here.
        case "isapiCgiRestriction", "applicationDependencies": return false
        default: return true
        }
    }

    /// The names of what protects, in small letters, wherever it stands; and those that do in `system.webServer` only.
    private static let names: Set = ["authorization", "ipsecurity", "dynamicipsecurity", "requestfiltering"]
    private static let ownNames: Set = ["security", "access", "authentication", "anonymousauthentication"]

    /// The same of a section that no schema describes: what has the name of a protection at any depth, or is elsewhere, where it
    /// cannot be seen.
    static func isMeant(byUnknown section: SourceElement, _ name: String, isOwn: Bool = false) -> Bool {
        let own = section.name.split(separator: ":").last?.lowercased() ?? ""
        let isOwn = isOwn || name.lowercased().hasPrefix("system.webserver") || own == "system.webserver"
        if name.lowercased().hasPrefix(security.lowercased()) { return true }
        let isElsewhere =
            section.attribute("configSource") != nil || section.attribute("configProtectionProvider") != nil
        let saysSomething = isElsewhere || !section.children.isEmpty || !section.attributes.isEmpty
        if saysSomething, names.contains(own) || isOwn && ownNames.contains(own) { return true }
        if isOwn, own == "handlers" && section.attribute("accessPolicy") != nil || own == "serverruntime" {
            return true
        }
        if own == "rewrite", refuses(section) { return true }
        return section.children.contains { isMeant(byUnknown: $0, "", isOwn: isOwn) }
    }

    /// Whether a rule of URL Rewrite turns requests away, or may, being elsewhere.
    private static func refuses(_ element: SourceElement) -> Bool {
        func value(_ name: String) -> String? {
            element.attributes.first { $0.name.lowercased() == name }?.value.lowercased()
        }
        if value("configsource") != nil || value("configprotectionprovider") != nil { return true }
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

    /// Whether everyone may do everything, by the one rule that servers come with.
    private static func isOpen(_ section: ConfigurationElement) -> Bool {
        guard section.items.count == 1, let rule = section.items.first else { return false }
        return rule.int("accessType") == 0 && rule.string("users") == "*" && rule.string("verbs").isEmpty
    }
}
