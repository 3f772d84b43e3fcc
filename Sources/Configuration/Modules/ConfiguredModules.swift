/// The modules that a configuration names: images from `globalModules`, the order from `modules`, and what modhost says of them.
struct ConfiguredModules {
    /// Those to load: those of the order, and then images that have no place in it.
    private(set) var list: [ServerFile.Module] = []
    /// The schemas that the configuration names for them.
    private(set) var schemas: [String: PlacedText] = [:]
    private(set) var mistakes: [ConfigurationMistake] = []
    private(set) var notices: [ConfigurationMistake] = []

    private let paths: ConfiguredPaths
    private let files: ConfigurationFiles
    /// The folders in which files of modules are looked for whose images are those of Windows.
    private var modulePath: [String] = []
    /// The names of the pools, in small letters.
    private let pools: Set<String>
    private var managed: [ConfigurationElement] = []
    private var stock: [ConfigurationElement] = []

    init(_ tree: ConfigurationTree, _ paths: ConfiguredPaths, _ files: ConfigurationFiles) {
        func items(_ section: String, _ child: String? = nil) -> ItemList {
            let element = tree.section(section, at: .server)?.element
            return (child.map { element?.child($0) } ?? element)?.items ?? []
        }
        self.paths = paths
        self.files = files
        let pools = items("system.applicationHost/applicationPools").map { $0.string("name").lowercased() }
        self.pools = Set(pools.isEmpty ? [ServerConfiguration().poolName.lowercased()] : pools)
        modulePath = items("modhost/server", "modulePath").compactMap { path("path", in: $0) }
        let images = items("system.webServer/globalModules")
        let settings = items("modhost/modules")
        let order = items("system.webServer/modules")
        for entry in order {
            add(entry, images.first { $0.key == entry.key }, settings.first { $0.key == entry.key })
        }
        // They run where some place says so, and hear of what happens in the server.
        for image in images where !order.contains(where: { $0.key == image.key }) {
            add(image, image, settings.first { $0.key == image.key })
        }
        mistakes += settings.filter { entry in
            !list.contains { $0.name == entry.string("name") } && !order.contains { $0.key == entry.key }
        }.map {
            mistake($0, "name", "is not among the modules; add it there, or take its settings out")
        }
        tell(managed, "type", "of .NET", "left out")
        tell(
            stock, "name", "of IIS itself", "not here, and left out with what they do",
            one: "not here, and left out with what it does")
    }

    private mutating func add(
        _ entry: ConfigurationElement, _ image: ConfigurationElement?, _ settings: ConfigurationElement?
    ) {
        var conditions = ModuleConditions()
        for element in [entry, image].compactMap(\.self) {
            let known = conditions.objections.count
            conditions.add(element.string("preCondition"))
            mistakes += conditions.objections.dropFirst(known).map {
                ConfigurationMistake(element.place(of: "preCondition"), $0)
            }
        }
        if !entry.string("type").isEmpty { return managed.append(entry) }
        guard let image else {
            return mistakes.append(mistake(entry, "name", "has no image; add it to globalModules, or take it out"))
        }
        guard conditions.hold else { return }
        if !conditions.pools.isEmpty, !conditions.pools.contains(where: { pools.contains($0.lowercased()) }) {
            let names = conditions.pools.map { "\"\($0)\"" }.joined(separator: ", ")
            let text =
                conditions.pools.count == 1
                ? "is for the pool \(names), which is not there, and is left out"
                : "is for the pools \(names), of which none is there, and is left out"
            let place = image.string("preCondition").isEmpty ? entry : image
            return notices.append(mistake(place, "preCondition", text))
        }
        guard let path = path(of: image, entry) else { return }
        let name = entry.string("name")
        list.append(
            ServerFile.Module(
                name: name, path: path, execution: settings?.choice("execution", ExecutionMode.self),
                place: image.place(of: "image"), pools: conditions.pools))
        if let settings, settings.values["schema"] != nil {
            schemas[name] = PlacedText(
                text: self.path("schema", in: settings) ?? "", place: settings.place(of: "schema"))
        }
    }

    /// The path that an attribute has; nil if it can stand for none, which is a mistake.
    private mutating func path(_ attribute: String, in element: ConfigurationElement) -> String? {
        do throws(ConfigurationMistake) {
            return try paths.path(of: attribute, in: element)
        } catch {
            mistakes.append(error)
            return nil
        }
    }

    /// The file of a module; nil if there is none, which has been noted.
    private mutating func path(of image: ConfigurationElement, _ entry: ConfigurationElement) -> String? {
        let text = image.string("image")
        guard text.lowercased().hasSuffix(".dll") else { return self.path("image", in: image) }
        let name = entry.string("name")
        var names = [ModuleName.ofImage(text) + ".so"]
        if names[0] != name + ".so", !name.contains("/") { names.append(name + ".so") }
        let candidates = names.flatMap { name in modulePath.map { "\($0)/\(name)" } }
        if let found = candidates.first(where: files.exists) { return found }
        if StockModules.contains(name) {
            stock.append(entry)
            return nil
        }
        let remedy =
            modulePath.isEmpty
            ? "name the folder that has \(names.joined(separator: " or ")) in its place by modulePath, or take the module out"
            : "build it for Linux as \(names.joined(separator: " or ")) in \(modulePath.joined(separator: " or ")), or take the module out"
        mistakes.append(mistake(image, "image", "has an image of Windows, \(text); \(remedy)"))
        return nil
    }

    /// One sentence about several modules.
    private mutating func tell(
        _ entries: [ConfigurationElement], _ attribute: String, _ kind: String, _ fate: String, one: String? = nil
    ) {
        guard let first = entries.first else { return }
        let names = entries.map { "\"\($0.string("name"))\"" }
        let text =
            names.count == 1
            ? "the module \(names[0]) is one \(kind) and is \(one ?? fate)"
            : "the modules \(names.dropLast().joined(separator: ", ")) and \(names[names.count - 1]) are \(kind) and are \(fate)"
        notices.append(ConfigurationMistake(first.place(of: attribute), text))
    }

    private func mistake(_ entry: ConfigurationElement, _ attribute: String, _ text: String) -> ConfigurationMistake {
        ConfigurationMistake(entry.place(of: attribute), "the module \"\(entry.string("name"))\" \(text)")
    }
}

/// Text, and where it stands.
struct PlacedText: Sendable {
    let text: String
    let place: ConfigurationPlace
}
