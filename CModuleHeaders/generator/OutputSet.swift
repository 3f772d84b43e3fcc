import Foundation

/// All outputs of one run, written only where they differ from what is there.
struct OutputSet {
    let files: [GeneratedFile]

    /// Writes what differs and returns nothing, or, with `checkOnly`, writes nothing and returns the paths that differ.
    func write(checkOnly: Bool) throws -> [String] {
        var stale: [String] = []
        for file in files {
            let data = Data(file.text.utf8)
            if FileManager.default.contents(atPath: file.path) == data { continue }
            if checkOnly {
                stale.append(file.path)
                continue
            }
            let folder = (file.path as NSString).deletingLastPathComponent
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            try data.write(to: URL(fileURLWithPath: file.path))
            print("wrote \(file.path)")
        }
        return stale
    }
}
