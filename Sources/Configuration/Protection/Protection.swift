/// Which sections keep someone from something.
enum Protection {
    static let security = "system.webServer/security/"

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
            return !section.bool("enableLoggingOnlyMode")
                && ["denyByConcurrentRequests", "denyByRequestRate"].contains {
                    section.child($0)?.bool("enabled") == true
                }
        case "ipSecurity": return !section.bool("allowUnlisted") || section.items.contains { !$0.bool("allowed") }
        case "authorization": return !isOpen(section)
        // What may be run, which is nothing here.
        case "isapiCgiRestriction", "applicationDependencies": return false
        default: return true
        }
    }

    /// Whether everyone may do everything: nothing is denied, and everyone is allowed. Without any rule nothing is said, unless rules
    /// were taken away.
    private static func isOpen(_ section: ConfigurationElement) -> Bool {
        guard !section.items.isEmpty else { return !section.isReduced }
        return section.items.allSatisfy { $0.int("accessType") == 0 }
            && section.items.contains { $0.string("users") == "*" && $0.string("verbs").isEmpty }
    }

    /// What is said of a section that protects: in the server's file, or in that of a folder, which cannot say what is accepted.
    static func mistake(
        _ name: String, _ place: ConfigurationPlace, isOfFolder: Bool = false
    ) -> ConfigurationMistake {
        let list = isOfFolder ? "\"unenforced\" in the server's file" : "\"unenforced\""
        return ConfigurationMistake(
            place,
            "the section \(name) protects something, and nothing here enforces it; take it out, or list it under \(list)",
            alike: "protects \(name.lowercased())")
    }
}
