// Sections that are elsewhere: in a file of their own (`configSource`), or encrypted (`configProtectionProvider`).
extension ConfigurationFile {
    private static let sourceName = "configSource"
    private static let protectionName = "configProtectionProvider"

    /// The section itself: what stands here, or what the file has that this names. Where that cannot be had the section says
    /// nothing, and why is told.
    mutating func whole(_ section: SourceElement, _ read: FileReader?) -> SourceElement {
        let nothing = SourceElement(section.name, section.place)
        // In YAML these are keys that no schema has, which has been told.
        guard !section.place.isYAML else { return section }
        if let provider = section.attribute(Self.protectionName) {
            mistake(
                provider.place,
                "<\(section.name)> is encrypted by \(provider.value), which cannot be read here; write it in the clear")
            return nothing
        }
        guard let source = section.attribute(Self.sourceName) else { return section }
        if let other = section.attributes.first(where: { $0.name != source.name })?.place
            ?? section.children.first?.place ?? (section.hasText ? section.place : nil)
        {
            mistake(
                other, "<\(section.name)> is in \(source.value), so nothing else can be said of it here; move it there")
            return nothing
        }
        do throws(ConfigurationMistake) {
            let found = try Self.element(of: source, read)
            guard found.name == section.name else {
                throw ConfigurationMistake(
                    found.place, "the file holds <\(found.name)>, and \(source.place) looks for <\(section.name)> in it"
                )
            }
            for name in [Self.sourceName, Self.protectionName] {
                guard let attribute = found.attribute(name) else { continue }
                throw ConfigurationMistake(
                    attribute.place, "a file that \(source.place) names has the section itself, and not \(name)")
            }
            return found
        } catch {
            mistakes.append(error)
            return nothing
        }
    }

    /// The root element of the file that `source` names.
    private static func element(
        of source: SourceAttribute, _ read: FileReader?
    ) throws(ConfigurationMistake) -> SourceElement {
        let path = String(source.value.map { $0 == "\\" ? "/" : $0 })
        let names = path.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
        guard !path.isEmpty, !names.contains(""), !names.contains(".."), !path.utf8.contains(UInt8(ascii: ":")),
            EnvironmentVariables.first(in: path[...]) == nil
        else {
            throw ConfigurationMistake(
                source.place,
                "configSource takes a file in the folder of this one or below, such as \"access.config\", not \"\(source.value)\""
            )
        }
        guard let read else {
            throw ConfigurationMistake(
                source.place, "no other file is read here; put the section in the place of configSource")
        }
        let name = (source.place.file.lastIndex(of: "/").map { String(source.place.file[...$0]) } ?? "") + path
        switch read(name) {
        case .success(let bytes): return try XMLReader.read(ConfigurationText.decoded(name, bytes))
        case .failure(let error): throw ConfigurationMistake(source.place, "configSource \(path): \(error.description)")
        }
    }
}
