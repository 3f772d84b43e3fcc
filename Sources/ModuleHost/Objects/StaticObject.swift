import CModuleABI
import ModuleInterfaces

/// Text and cells of objects that live as long as the process: the server, the site, the application.
enum StaticObject {
    /// A cell of its own for `owner`, live for ever, and `owner` with it: modules may keep the pointer. Nil when the region
    /// for host objects is full.
    static func pointer(kind: UInt32, table: UnsafeRawPointer, owner: AnyObject) -> UnsafeMutableRawPointer? {
        guard let block = HostObjectBlock(cells: 1, live: true, confined: false) else { return nil }
        block.set(0, kind: Int(kind), table: table, owner: Unmanaged.passRetained(owner).takeUnretainedValue())
        return block.pointer(0)
    }

    /// `text` as WCHARs that are never freed.
    static func wide(_ text: String) -> UnsafePointer<WCHAR> {
        var text = text
        return text.withUTF8 { utf8 in
            let memory = UnsafeMutableRawPointer.allocate(
                byteCount: (utf8.count + 1) * MemoryLayout<WCHAR>.size, alignment: MemoryLayout<WCHAR>.alignment)
            _ = WideText.write(utf8: UnsafeRawBufferPointer(utf8), to: memory)
            return UnsafePointer(memory.bindMemory(to: WCHAR.self, capacity: utf8.count + 1))
        }
    }
}
