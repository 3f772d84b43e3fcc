/// The modules that a configuration names: images from `globalModules`, the order from `modules`, and what modhost says of them.
struct ConfiguredModules {
    private let images: [ConfigurationElement]
    private let order: [ConfigurationElement]
    private let settings: [ConfigurationElement]

    init(_ tree: ConfigurationTree) {
        func items(_ section: String) -> [ConfigurationElement] {
            tree.section(section, at: .server)?.element.items ?? []
        }
        images = items("system.webServer/globalModules")
        order = items("system.webServer/modules")
        settings = items("modhost/modules")
    }

    /// One in the order that has no image, and settings of one that is not in the order.
    var mistakes: [ConfigurationMistake] {
        let imageless = order.filter { !isManaged($0) && image(of: $0) == nil }.map {
            mistake($0, "name", "has no image; add it to globalModules, or take it out")
        }
        let idle = settings.filter { entry in !order.contains { $0.key == entry.key } }.map {
            mistake($0, "name", "is not among the modules; add it there, or take its settings out")
        }
        return imageless + idle
    }

    /// Modules of .NET, and conditions.
    var notices: [ConfigurationMistake] {
        order.compactMap { entry in
            if isManaged(entry) { return mistake(entry, "type", "is one of .NET and is left out") }
            return entry.string("preCondition").isEmpty
                ? nil : mistake(entry, "preCondition", "has a condition, which has no effect")
        }
    }

    /// In order, each with the element of its image. An image that has no place in the order runs nowhere, and is left out.
    var list: [(name: String, image: ConfigurationElement, execution: ExecutionMode?)] {
        order.compactMap { entry in
            guard !isManaged(entry), let image = image(of: entry) else { return nil }
            let execution = settings.first { $0.key == entry.key }?.choice("execution", ExecutionMode.self)
            return (entry.string("name"), image, execution)
        }
    }

    private func isManaged(_ entry: ConfigurationElement) -> Bool { !entry.string("type").isEmpty }

    private func image(of entry: ConfigurationElement) -> ConfigurationElement? { images.first { $0.key == entry.key } }

    private func mistake(_ entry: ConfigurationElement, _ attribute: String, _ text: String) -> ConfigurationMistake {
        ConfigurationMistake(entry.place(of: attribute), "the module \"\(entry.string("name"))\" \(text)")
    }
}
