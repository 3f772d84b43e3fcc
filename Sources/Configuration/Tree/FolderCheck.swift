extension ConfigurationTree {
    /// The name of the file in a folder that says what is in force there.
    package static let folderFile = "web.config"

    /// All that is wrong with the file of a folder, of which what protects and is not enforced is a part.
    ///
    /// `files` are those of the folders above, the highest first, and `application` says how deep the application of a path lies.
    package func mistakes(
        of file: ConfigurationFile, below files: [ConfigurationFile], application: (ConfigurationPath) -> Int
    ) -> [ConfigurationMistake] {
        let accepted = unenforced
        let claimed = schemas.claimed
        var mistakes = file.mistakes
        for layer in [file.top] + file.locations {
            for (name, source) in layer.sections.sorted(by: { $0.key < $1.key }) {
                let effective = section(
                    name, at: layer.path, files: files + [file], application: application(layer.path))
                guard let effective else { continue }
                mistakes += effective.mistakes.filter { $0.place.file == file.name }
                if !claimed.contains(name), Protection.isMeant(by: effective.element, name),
                    !accepted.contains(name.lowercased())
                {
                    mistakes.append(Protection.mistake(name, source.place))
                }
            }
        }
        for (name, element) in file.unknown
        where Protection.isMeant(byUnknown: element, name) && !accepted.contains(name.lowercased()) {
            mistakes.append(Protection.mistake(name, element.place))
        }
        return mistakes
    }

    /// The sections, in small letters, that may protect something without being enforced.
    var unenforced: Set<String> {
        let items = section("modhost/server", at: .server)?.element.child("unenforced")?.items ?? []
        return Set(items.map { $0.string("section").lowercased() })
    }
}

extension Protection {
    static func mistake(_ name: String, _ place: ConfigurationPlace) -> ConfigurationMistake {
        ConfigurationMistake(
            place,
            "the section \(name) protects something, and nothing here enforces it; take it out, or list it under \"unenforced\""
        )
    }
}
