/// The images that workers open: copies that are not overwritten while they are mapped.
///
/// One directory per process, made by the supervisor, readable by its group and no others. In it, one directory per
/// module and its neighbours, named by the SHA-256 of their places and contents; so the same module is copied once, and
/// a changed one, or one with a changed neighbour, gets a new place. A value of this type holds no state besides the
/// name: any thread may use it, several at once.
package struct PrivateCopies: Sendable {
    /// The run directory, an absolute path.
    package var directory: String { folder.path }
    let folder: RunFolder
    private var mode: UInt32 { folder.mode }
    private var group: UInt32? { folder.group }

    /// One copied module.
    package struct Copy: Sendable, Equatable {
        /// What to give to `dlopen`.
        package let path: String
        /// The file behind each copy, neighbours too: for crash reports, which must name the originals.
        package let originals: [String: String]
        /// SHA-256 of each neighbour, by the name under which the loader knows it.
        package let libraries: [String: String]
    }

    /// Makes a run directory of an unused name, and removes those beside it whose servers are gone.
    ///
    /// - Parameters:
    ///   - base: where; nil for $XDG_RUNTIME_DIR, or /tmp if that is unset or does not allow execution.
    ///   - mode: permissions of the directory and those in it.
    ///   - group: the workers' group, nil to leave it as it is.
    package static func create(
        in base: String? = nil, mode: UInt32 = 0o750, group: UInt32? = nil
    ) throws(LoadError) -> PrivateCopies {
        let places = base.map { [$0] } ?? [FileBytes.environment("XDG_RUNTIME_DIR"), "/tmp"].compactMap(\.self)
        var tried: [String] = []
        for place in places {
            guard FileTree.allowsExecution(place) else {
                tried.append("\(place) is mounted noexec")
                continue
            }
            RunFolder.removeStale(in: place)
            do throws(FileFault) {
                return PrivateCopies(folder: try RunFolder(in: place, mode: mode, group: group))
            } catch {
                tried.append("\(place): \(error.explanation)")
            }
        }
        throw .noRunDirectory(tried: tried)
    }

    /// Copies a module that has been examined, with the neighbours that it finds by $ORIGIN.
    ///
    /// What is written is what was examined, whatever lies under the module's name by now. A second call with the same
    /// content gives the same answer and writes nothing. Libraries that a module opens by itself are not known here and
    /// stay where they are.
    package func copy(_ file: ModuleFile, search: LibrarySearch = .host()) throws(LoadError) -> Copy {
        let family = Neighbours(of: file, readFrom: file.path, search: search)
        let places = family.relativePaths
        let home = "\(directory)/\(Self.key(file.name, family, places))"
        let copies = zip(places, family.members).map { ("\(home)/\($0)", $1.path) }
        let libraries = family.members.compactMap { member in
            member.library.map { ($0, SHA256.hexadecimal(of: member.bytes)) }
        }
        let copy = Copy(
            path: copies[0].0, originals: Dictionary(copies) { first, _ in first },
            libraries: Dictionary(libraries) { first, _ in first })
        if FileTree.exists(home) { return copy }
        do throws(FileFault) {
            let staging = try FileTree.makeUniqueDirectory(prefix: "\(directory)/.staging-")
            do throws(FileFault) {
                for (member, place) in zip(family.members, places) { try write(member, staging, place) }
                try FileTree.setAccess(staging, mode: mode, group: group)
                if try !FileTree.move(staging, to: home) { try FileTree.remove(staging) }
            } catch {
                try? FileTree.remove(staging)
                throw error
            }
        } catch {
            throw .notCopied(path: file.path, destination: home, fault: error)
        }
        return copy
    }

    /// Refuses modules for one process of which two bring different libraries of one name.
    ///
    /// The loader would give the second module the first one's library without a word, and ends the process if that one
    /// has no symbol versions where the other has some.
    package static func refuseConflicts(_ modules: [(file: ModuleFile, copy: Copy)]) throws(LoadError) {
        var owners: [String: (hash: String, path: String)] = [:]
        for (file, copy) in modules {
            for (library, hash) in copy.libraries.sorted(by: { $0.key < $1.key }) {
                if let owner = owners[library], owner.hash != hash {
                    throw .libraryConflict(path: file.path, library: library, otherPath: owner.path)
                }
                owners[library] = (hash, file.path)
            }
        }
    }

    /// Removes the run directory with all copies. Call it when no worker is left and crash reports are written.
    package func remove() throws(FileFault) {
        try FileTree.remove(directory)
    }

    private func write(_ member: Neighbours.Member, _ staging: String, _ place: String) throws(FileFault) {
        var path = staging
        for part in place.split(separator: "/").dropLast() {
            path += "/\(part)"
            try FileTree.makeDirectory(path, mode: mode, group: group)
        }
        try FileTree.write(member.bytes, to: "\(staging)/\(place)", mode: 0o440, group: group)
    }

    /// Two modules of one file have each a copy of their own, and so variables of their own.
    private static func key(_ name: String, _ family: Neighbours, _ places: [String]) -> String {
        var digest = SHA256()
        digest.update(Array("\(name)\n".utf8))
        for (member, place) in zip(family.members, places) {
            digest.update(Array("\(SHA256.hexadecimal(of: member.bytes)) \(place)\n".utf8))
        }
        return digest.finish()
    }
}
