import Glibc

/// The libraries of the Swift runtime, which a host and all Swift modules in it share.
///
/// The host's own lie in one folder: that of the toolchain where it was built, its own one where it is installed. It has opened
/// the few that it needs; a module may need others, of the same release. Where the module was built they were found by its
/// RUNPATH, which is the folder of the toolchain there. Therefore the host takes them from its own folder.
package enum SwiftRuntime {
    /// Whether a library of this name comes with Swift.
    package static func contains(_ library: String) -> Bool {
        guard library.hasSuffix(".so") else { return false }
        // Behind "libswift" a module may have a word of its own; the runtime has a capital or an underscore.
        let next = library.hasPrefix("libswift") ? library.utf8.dropFirst("libswift".utf8.count).first : nil
        let isSwift = next.map { (0x41...0x5A).contains($0) || $0 == UInt8(ascii: "_") } ?? false
        return isSwift || library.hasPrefix("libFoundation")
            || ["lib_FoundationICU.so", "libdispatch.so", "libBlocksRuntime.so"].contains(library)
    }

    /// The folder that the host's libraries were opened from; nil if the host has none.
    static func folder(_ images: HostImages) -> String? {
        images.paths.first { $0.hasSuffix("/libswiftCore.so") }.map { LibrarySearch.directory(of: $0) }
    }

    /// Opens the libraries of the runtime that a module needs and the process does not have, so that the system's loader finds
    /// them under their names whatever the module's RUNPATH says.
    ///
    /// Called before the module is opened. What cannot be read or opened is left to the loader, which will name it.
    package static func open(for path: String, search: LibrarySearch = .host()) {
        var queue = [(path: path, loader: LibrarySearch.Requester?.none)]
        var seen: Set<String> = []
        while let (path, loader) = queue.popLast() {
            guard let bytes = try? FileBytes.read(path).bytes, let image = try? ELFImage(bytes: bytes) else { continue }
            let requester = LibrarySearch.Requester(image, path: path, loader: loader)
            for library in image.dynamic?.needed ?? [] where seen.insert(library).inserted {
                guard let found = search.find(library, for: requester), found.source != .process else { continue }
                if found.source == .runtime {
                    // Never closed: Swift's libraries cannot be.
                    _ = dlopen(found.path, RTLD_NOW | RTLD_LOCAL)
                } else {
                    queue.append((found.path, requester))
                }
            }
        }
    }
}

extension LinkForecast {
    /// What can be said of the Swift runtime that an image needs, and whether this host has it; nil if it needs none.
    ///
    /// - Parameter version: the release of Swift that built the image, as far as it is known.
    package func swiftRuntime(of version: String?) -> String? {
        let libraries = needs.filter { SwiftRuntime.contains($0.library) }
        guard !libraries.isEmpty else { return nil }
        let lacking = libraries.filter { $0.found == nil }.map(\.library)
        if !lacking.isEmpty { return "incomplete here: this host lacks \(lacking.joined(separator: ", "))" }
        guard let version, !version.isEmpty else {
            return "here, of Swift \(HostToolchain.swiftVersion); which one the module needs it does not say"
        }
        guard HostToolchain.matches(version) else {
            return
                "not here: it needs that of Swift \(version), and this host has that of \(HostToolchain.swiftVersion)"
        }
        return "here, of Swift \(HostToolchain.swiftVersion)"
    }
}
