import ArgumentParser
import Glibc
import ModuleHost

/// The folder that the site serves, as `serve`, `check` and `worker` take it.
struct SiteOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The folder whose files URLs stand for.", valueName: "folder"))
    var root: String?

    @Option(
        help: ArgumentHelp(
            "Symbolic links below the root: 'inside' follows those that lead to something below it, 'any' all, 'none' none.",
            valueName: "which"))
    var symlinks: SymbolicLinks = .inside

    /// Where no folder was named there is nothing to serve.
    private static let nowhere = "/var/empty"

    /// The folder with its whole path.
    func path() throws(StartFailure) -> String {
        guard let root else { return Self.nowhere }
        return try AbsolutePath.of(root, option: "--root")
    }

    /// A folder that was named must be there.
    func check() throws(StartFailure) {
        guard let root else { return }
        let path = try path()
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw StartFailure(
                description: "--root \(root): \(String(cString: strerror(errno))); name a folder that modhost may read."
            )
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw StartFailure(description: "--root \(root) is no folder; name the folder that holds the site's files.")
        }
    }

    /// The arguments with which a worker is told the same.
    func arguments() throws(StartFailure) -> [String] { ["--root", try path(), "--symlinks", symlinks.rawValue] }
}

extension SymbolicLinks: ExpressibleByArgument {}
