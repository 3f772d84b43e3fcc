/// The files of `interfaces/facts`, one for each family of facts.
///
/// A new file needs a case here, and the compiler then asks for its keywords and for what is written from it.
enum FactsFile: String, CaseIterable {
    case calls, contract, fields, notifications, statuses, traces, verbs

    static let folder = "CModuleHeaders/interfaces/facts"

    var path: String { "\(Self.folder)/\(rawValue).txt" }

    /// The words that its lines begin with.
    var keywords: [String] {
        switch self {
        case .calls: ["call"]
        case .contract: ["version", "server", "wide", "note", "language", "swift"]
        case .fields: ["both", "request", "response"]
        case .notifications: ["stage", "event", "global", "priority"]
        case .statuses: ["status"]
        case .traces: ["level", "mark"]
        case .verbs: ["verb"]
        }
    }

    /// Those of its keywords that begin one line only.
    static let single: Set<String> = ["version", "server", "wide", "note"]

    /// Everything that is written from it.
    func outputs(_ facts: Facts, _ contract: Contract) throws(DescriptionError) -> [GeneratedFile] {
        switch self {
        case .calls: SharedPageFacts(facts: facts).files()
        case .contract: ContractFacts(facts: facts).files() + [KitNote(facts: facts).file()]
        case .fields: FieldFacts(facts: facts).files()
        case .notifications:
            NotificationHeader(facts: facts).files() + HostNotifications(facts: facts, contract: contract).files()
                + (try KitNotifications(facts: facts, contract: contract).files())
        case .statuses: StatusFacts(facts: facts).files()
        case .traces: TraceFacts(facts: facts).files()
        case .verbs: VerbFacts(facts: facts).files()
        }
    }
}
