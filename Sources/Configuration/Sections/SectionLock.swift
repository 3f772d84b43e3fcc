/// Whether a section may stand where it does on the way down: by what is declared of it, and by the `overrideMode` of locations.
struct SectionLock {
    private let name: String
    private let rule: SectionRule
    private let declaration: ConfigurationFile.Declaration?
    private let application: Int?
    /// The location that had the last word about lower places.
    private var location: (mode: ConfigurationFile.OverrideMode, place: ConfigurationPlace)?

    init(_ name: String, _ server: ConfigurationFile, _ application: Int?) {
        self.name = name
        self.application = application
        declaration = server.declarations[name]
        rule = SectionRule.builtIn(name).declared(declaration)
    }

    func objection(to source: SourceElement, by step: ConfigurationTree.Step) -> ConfigurationMistake? {
        guard let text = misplaced(source, step) ?? locked(source, step) else { return nil }
        return ConfigurationMistake(source.place, text)
    }

    /// The rule about where the section may stand.
    private func misplaced(_ source: SourceElement, _ step: ConfigurationTree.Step) -> String? {
        if step.isLocation, let declaration, !declaration.allowsLocation {
            let element = source.place.element(source.name)
            return "\(element) may not stand in a location, by \(declaration.place); move it to the top of the file"
        }
        let depth = step.layer.path.depth
        switch rule.places {
        case .server where step.fileDepth > 0:
            return "the section \(name) is for the whole server; move it to the server's file"
        case .server where depth > 0:
            return "the section \(name) is for the whole server; take it out of the location"
        case .applications:
            guard let application, depth > application else { return nil }
            return "the section \(name) is for whole applications; move it to the folder of one, or above"
        default: return nil
        }
    }

    /// Who has locked the section for lower places.
    private func locked(_ source: SourceElement, _ step: ConfigurationTree.Step) -> String? {
        let element = source.place.element(source.name)
        if let location {
            guard location.mode == .deny else { return nil }
            return "\(element) is locked here by \(location.place); only places above may say what it is"
        }
        // Declarations and rules are about files of folders.
        guard step.fileDepth > 0 else { return nil }
        if !rule.isOpen {
            if let declaration, declaration.mode == .deny {
                return "\(element) is locked here by \(declaration.place); only places above may say what it is"
            }
            return "\(element) is for the server's file, unless a location there has it with overrideMode=\"Allow\""
        }
        guard declaration == nil,
            let closed = source.attributes.first(where: { rule.closedAttributes.contains($0.name) })
        else { return nil }
        return "\(closed.name) of \(element) is for the server's file; take it out"
    }

    /// What a location says of those below it.
    mutating func note(_ step: ConfigurationTree.Step) {
        guard step.isLocation, step.layer.sections[name] != nil, step.layer.mode != .inherit else { return }
        location = (step.layer.mode, step.layer.place)
    }
}
