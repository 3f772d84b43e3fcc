// What the handlers of a server name and does not have.
extension ServerFile {
    /// Names that stand in a sentence; more are counted.
    private static let mostNames = 5

    /// One sentence about the handlers of which no module is loaded: a request that fits one of them is answered 500.21.
    static func handlersWithoutModules(_ tree: ConfigurationTree) -> [ConfigurationMistake] {
        // Those that are named beside the file as well.
        let known = Set(tree.schemas.namesOfModules)
        let items = tree.section("system.webServer/handlers", at: .server)?.element.items ?? []
        let idle = items.filter { item in
            // Conditions of a pool are looked at where the handler is used.
            item.conditionsHold(pool: ServerConfiguration().poolName)
                && !Self.names(item.string("modules")).contains { known.contains($0) }
        }
        guard let first = idle.first else { return [] }
        let names = idle.prefix(mostNames).map { "\"\($0.string("name"))\"" }.joined(separator: ", ")
        let more = idle.count > mostNames ? " and \(idle.count - mostNames) more" : ""
        return [
            ConfigurationMistake(
                first.place ?? .schema,
                "no module of the handlers \(names)\(more) is here; requests that fit one of them are answered 500.21")
        ]
    }

    /// Names with commas between them, in small letters.
    private static func names(_ list: String) -> [String] {
        list.split(separator: ",").map { $0.filter { !$0.isWhitespace }.lowercased() }
    }
}
