/// A section on its way down from the server to a place: what is in force so far, and who may still change it.
struct SectionDescent {
    private let name: String
    private var merge: SectionMerge
    private var lock: SectionLock
    /// How many mistakes the places above have.
    private var above = 0

    /// `application` is how deep the application of the place lies; nil if that is not known.
    init(
        _ schema: SectionSchema, _ server: ConfigurationFile, _ variables: EnvironmentVariables, application: Int? = nil
    ) {
        name = schema.name
        merge = SectionMerge(schema, variables)
        lock = SectionLock(schema.name, server, application)
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
            merge.add(source, isOfServer: step.fileDepth == 0)
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
