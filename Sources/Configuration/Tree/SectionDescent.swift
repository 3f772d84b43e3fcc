/// A section on its way down from the server to a place: what is in force so far, and who may still change it.
struct SectionDescent {
    private let name: String
    private var merge: SectionMerge
    private var lock: SectionLock
    /// How many mistakes the places above have.
    private var above = 0

    init(_ schema: SectionSchema, _ server: ConfigurationFile) {
        name = schema.name
        merge = SectionMerge(schema)
        lock = SectionLock(schema.name, server)
    }

    /// What is wrong from here on is not wrong above.
    mutating func beginPlace() { above = merge.mistakes.count }

    /// Adds what the next layer says of the section.
    mutating func take(_ step: ConfigurationTree.Step) {
        if let source = step.layer.sections[name] {
            if let mistake = lock.objection(to: source, by: step) {
                // What it may not say it cannot unlock either.
                return merge.refuse(mistake)
            }
            merge.add(source)
        }
        lock.note(step)
    }

    /// The section as it is in force, with what has the last word. `isAboveToldApart` leaves out the mistakes of places above.
    func effective(_ override: SourceElement?, isAboveToldApart: Bool = false) -> ConfigurationTree.Effective {
        var merge = merge
        if let override { merge.addOverride(override) }
        merge.finish()
        let mistakes = isAboveToldApart ? Array(merge.mistakes.dropFirst(above)) : merge.mistakes
        return ConfigurationTree.Effective(element: merge.root, mistakes: mistakes)
    }
}

/// Whether a section may be changed on the way down: `overrideModeDefault` and the `overrideMode` of locations.
private struct SectionLock {
    private let name: String
    /// Who forbids it; nil if nobody does.
    private var locker: ConfigurationPlace?
    /// Whether only files below the server's are meant, as by the declaration of the section.
    private var sparesServerFile = true

    init(_ name: String, _ server: ConfigurationFile) {
        self.name = name
        if let declaration = server.declarations[name], declaration.mode == .deny { locker = declaration.place }
    }

    func objection(to source: SourceElement, by step: ConfigurationTree.Step) -> ConfigurationMistake? {
        guard let locker, !(sparesServerFile && step.fileDepth == 0) else { return nil }
        return ConfigurationMistake(
            source.place,
            "\(source.place.element(source.name)) is locked here by \(locker); only places above may say what it is")
    }

    /// What a location says of those below it.
    mutating func note(_ step: ConfigurationTree.Step) {
        guard step.isLocation, step.layer.sections[name] != nil, step.layer.mode != .inherit else { return }
        locker = step.layer.mode == .deny ? step.layer.place : nil
        sparesServerFile = false
    }
}
