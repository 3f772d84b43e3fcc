import ArgumentParser
import Configuration
import Glibc

/// The folder that the site serves.
struct SiteOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder whose files URLs stand for.", valueName: "folder"))
    var root: String?

    @Option(
        help: ArgumentHelp(
            "Symbolic links below the root: 'inside' follows those that lead to something below it, 'any' all, 'none' none.",
            valueName: "which"))
    var symlinks: SymbolicLinks = .inside

    /// Puts the options into their fields. A folder that is named must be there.
    func fill(_ site: inout SiteConfiguration) throws(StartFailure) {
        site.symbolicLinks = symlinks
        guard let root else { return }
        site.root = try AbsolutePath.of(root, option: "--root")
        var status = stat()
        guard stat(site.root, &status) == 0 else {
            throw StartFailure(
                description: "--root \(root): \(String(cString: strerror(errno))); name a folder that modhost may read."
            )
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw StartFailure(description: "--root \(root) is no folder; name the folder that holds the site's files.")
        }
    }
}

extension SymbolicLinks: ExpressibleByArgument {}

extension AbsolutePath {
    /// The whole path of what `option` names. Throws if the path is relative and the working folder has been removed.
    static func of(_ path: String, option: String) throws(StartFailure) -> String {
        if let whole = of(path) { return whole }
        throw StartFailure(
            description:
                "\(option) \(path): the working folder is not there any more; change to one that is, or give the whole path"
        )
    }
}
