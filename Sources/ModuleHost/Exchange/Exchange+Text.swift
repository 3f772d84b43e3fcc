import CModuleABI
import ModuleInterfaces
import OperatingSystem

extension Exchange {
    /// `text` as WCHARs in the arena; nil when there is no memory.
    func wide(_ text: String) -> UnsafePointer<WCHAR>? { wideText(text)?.start }

    /// `text` as WCHARs in the arena, and how many they are without the zero.
    func wideText(_ text: String) -> (start: UnsafePointer<WCHAR>, count: Int)? {
        var text = text
        return text.withUTF8 { wideText(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// `utf8` as WCHARs in the arena, and how many they are without the zero. Invalid UTF-8 becomes U+FFFD.
    func wideText(utf8: UnsafeRawBufferPointer) -> (start: UnsafePointer<WCHAR>, count: Int)? {
        let size = MemoryLayout<WCHAR>.size
        guard let memory = arena.allocateUninitialized((utf8.count + 1) * size) else { return nil }
        let count = WideText.write(utf8: utf8, to: memory)
        return (UnsafePointer(memory.bindMemory(to: WCHAR.self, capacity: count + 1)), count)
    }

    /// `text` as WCHARs in the arena with its count in characters, as the getters with a `DWORD *` answer.
    func wide(_ text: String, count: UnsafeMutablePointer<DWORD>?) -> UnsafePointer<WCHAR>? {
        let result = wideText(text)
        count?.pointee = DWORD(result?.count ?? 0)
        return result?.start
    }

    // MARK: URLs and paths

    /// `target` with scheme and host in front if it begins with a slash or is relative.
    func absoluteURL(_ target: String) -> String {
        if target.contains("://") { return target }
        let base = (isSecure ? "https://" : "http://") + request.authority
        if target.beginsWithSlash { return base + target }
        let path = request.cookedPath
        let folder = path.lastSlash.map { path[...$0] } ?? "/"
        return base + folder + target
    }

    /// Where the URL stands in the configuration.
    var configurationPath: String { place.site.configurationPath + request.cookedPath }

    /// The file that the URL stands for; nil if a symbolic link on the way leads where none may.
    var physicalPath: String? {
        let path = request.cookedPath
        if let file = place.file(for: path) { return file }
        host.noteStrayLink(path, below: place.directory.folder.path)
        return nil
    }
}
