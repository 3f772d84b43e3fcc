import OperatingSystem

/// The paths of a configuration, and what they stand for on this machine. Everyone who opens what a configuration names asks here.
///
/// A path begins at the folder of the file that has it, unless it is whole. In XML backslashes separate names as slashes do, and a
/// path may begin with a drive that the configuration gives a folder; in YAML and on the command line both are letters of names.
package struct ConfiguredPaths: Sendable {
    /// The folders of drives, by their letters in capitals.
    private var drives: [String: String] = [:]
    private let variables: EnvironmentVariables
    /// What is wrong with the folders of drives.
    package private(set) var mistakes: [ConfigurationMistake] = []

    package init(_ tree: ConfigurationTree) {
        variables = tree.variables
        for item in tree.section("modhost/server", at: .server)?.element.child("drives")?.items ?? [] {
            let letter = item.string("drive").uppercased()
            guard letter.utf8.count == 1, letter.utf8.allSatisfy({ (65...90).contains($0) }) else {
                let place = item.place(of: "drive")
                mistakes.append(
                    ConfigurationMistake(place, "drive takes a letter such as C, not \"\(item.string("drive"))\""))
                continue
            }
            do throws(ConfigurationMistake) {
                // Not one drive by another.
                drives[letter] = try Self.whole(item.string("path"), "path", item.place(of: "path"), [:])
            } catch {
                mistakes.append(error)
            }
        }
    }

    /// The path that an attribute of an element has. Throws a sentence if it can stand for none here.
    package func path(of attribute: String, in element: ConfigurationElement) throws(ConfigurationMistake) -> String {
        try path(element.string(attribute), of: attribute, at: element.place(of: attribute))
    }

    /// The path that `text` stands for, which the attribute has at `place`.
    package func path(
        _ text: String, of attribute: String, at place: ConfigurationPlace
    ) throws(ConfigurationMistake) -> String {
        // What a file says has its variables replaced already.
        try Self.whole(place == .schema ? variables.expanded(text) : text, attribute, place, drives)
    }

    private static func whole(
        _ text: String, _ attribute: String, _ place: ConfigurationPlace, _ drives: [String: String]
    ) throws(ConfigurationMistake) -> String {
        guard place != .commandLine else { return text }
        if let variable = EnvironmentVariables.first(in: text[...]) {
            // One that every file of IIS names.
            let isDrive = variable.name.uppercased() == "SYSTEMDRIVE"
            let remedy =
                isDrive
                ? "start the server with SystemDrive=C:, and give the drive a folder by drives of modhost/server"
                : "set it where the server is started"
            throw ConfigurationMistake(
                place,
                "\(attribute) names the variable %\(variable.name)%, which is not set; \(remedy), or write what it stands for",
                alike: "variable \(variable.name.uppercased())")
        }
        let path = place.isYAML ? text : String(text.map { $0 == "\\" ? "/" : $0 })
        if !place.isYAML, let onDrive = try onDrive(path, text, attribute, place, drives) { return onDrive }
        guard !path.beginsWithSlash, let slash = place.file.lastSlash else { return path }
        return place.file[...slash] + path
    }

    /// What a path of an XML file that begins with a drive stands for; nil if it begins with none.
    private static func onDrive(
        _ path: String, _ text: String, _ attribute: String, _ place: ConfigurationPlace, _ drives: [String: String]
    ) throws(ConfigurationMistake) -> String? {
        guard !path.hasPrefix("//") else {
            throw ConfigurationMistake(
                place, "\(attribute) is on another machine, \(text); mount it on this one, and write its folder here")
        }
        let name = path.prefix(2)
        guard name.last == ":", let letter = name.first, letter.isASCII, letter.isLetter else { return nil }
        guard let folder = drives[letter.uppercased()] else {
            throw ConfigurationMistake(
                place,
                "\(attribute) begins with the drive \(name), which this machine has not; write a path such as /srv/www, or give the drive a folder by drives of modhost/server",
                alike: "drive \(letter.uppercased())")
        }
        let rest = path.dropFirst(2)
        guard rest.isEmpty || rest.hasPrefix("/") else {
            throw ConfigurationMistake(
                place, "\(attribute) is \(text), which depends on where a program is; write \(name)\\ before the names")
        }
        return folder + rest
    }
}
