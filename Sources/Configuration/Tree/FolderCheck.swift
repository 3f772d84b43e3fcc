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
        var descents = FileDescents(self, file, below: files)
        for layer in [file.top] + file.locations {
            for (name, source) in layer.sections.sorted(by: { $0.key < $1.key }) {
                let effective = descents.effective(name, at: layer.path, application: application(layer.path))
                guard let effective else { continue }
                mistakes += effective.mistakes.filter { $0.place.file == file.name }
                if !claimed.contains(name), !accepted.covers(name), Protection.isMeant(by: effective.element, name) {
                    mistakes.append(Protection.mistake(name, source.place, isOfFolder: true))
                }
            }
        }
        for section in file.unknown {
            mistakes += Protection.guarded(byUnknown: section.element, section.name)
                .filter { !accepted.covers($0.name) }.map { Protection.mistake($0.name, $0.place, isOfFolder: true) }
        }
        return mistakes
    }
}
