/// Where the sources of this package are.
package enum Repository {
    /// The root of the repository, found from this file.
    package static let root = folder(of: folder(of: folder(of: folder(of: #filePath))))
    /// The sources of the modules that tests load.
    package static let modules = "\(root)/Tests/Modules"
    /// The headers that modules include, and those of Windows.
    package static let include = "\(root)/CModuleHeaders/include"
    package static let windows = "\(root)/CModuleHeaders/windows/include"

    /// The folder that a file or folder is in.
    package static func folder(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }
}
