/// What the `preCondition` of a module asks of the server.
struct ModuleConditions {
    /// Whether the module is to be loaded.
    private(set) var hold = true
    /// The pools that it is for, any of them; empty for all.
    private(set) var pools: [String] = []
    /// What is none, as sentences.
    private(set) var objections: [String] = []

    /// What the words say of any server of this kind: 64 bits, the integrated pipeline, and nothing of .NET.
    private static let words = [
        "bitness64": true, "bitness32": false, "integratedmode": true, "classicmode": false, "isapimode": false,
        "managedhandler": false,
    ]
    private static let known = [
        "bitness64", "bitness32", "integratedMode", "classicMode", "ISAPIMode", "managedHandler", "runtimeVersionv4.0",
        "appPoolName=NAME",
    ]

    /// Takes in conditions with commas between them, all of which have to hold.
    mutating func add(_ text: String) {
        for part in text.split(separator: ",") {
            let word = String(part.filter { !$0.isWhitespace })
            let small = word.lowercased()
            if let value = Self.words[small] {
                hold = hold && value
            } else if small.hasPrefix("runtimeversion") {
                hold = false
            } else if let equals = part.firstIndex(of: "="), small.hasPrefix("apppoolname=") {
                addPools(part[part.index(after: equals)...])
            } else if !word.isEmpty {
                objections.append("there is no condition \"\(word)\"\(NearestName.remedy(word, among: Self.known))")
            }
        }
    }

    /// Takes in names of pools with semicolons between them, one of which it has to be.
    private mutating func addPools(_ text: Substring) {
        // The name of a pool may have blanks within.
        let names = text.split(separator: ";").map { part in
            let name = part.drop(while: \.isWhitespace)
            return String(name[..<(name.lastIndex { !$0.isWhitespace }.map { name.index(after: $0) } ?? name.endIndex)])
        }.filter { !$0.isEmpty }
        let both = pools.filter { pool in names.contains { $0.lowercased() == pool.lowercased() } }
        // None is in every list, or there is no name.
        if names.isEmpty || !pools.isEmpty && both.isEmpty { hold = false }
        pools = pools.isEmpty ? names : both
    }
}

extension ConfigurationElement {
    /// Whether the `preCondition` of an item holds for applications of a pool. What it does not know does not hold.
    package func conditionsHold(pool: String) -> Bool {
        let text = string("preCondition")
        guard !text.isEmpty else { return true }
        var conditions = ModuleConditions()
        conditions.add(text)
        return conditions.hold && conditions.objections.isEmpty
            && (conditions.pools.isEmpty || conditions.pools.contains { $0.lowercased() == pool.lowercased() })
    }
}
