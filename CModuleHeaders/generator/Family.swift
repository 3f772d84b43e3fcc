/// One file of the interface description, and the header that comes from it.
struct Family {
    /// The names of the families in the order in which a module meets them.
    static let order = [
        "registration", "module", "context", "request", "response", "server", "entities", "providers", "completion",
        "cache", "trace", "framework",
    ]

    let name: String
    let interfaces: [Interface]
}
