extension ModuleFile {
    /// What is worth a line in the log though the module is loaded.
    static func notices(_ image: ELFImage, notes: [ModuleNote], entry: Entry) -> [String] {
        var notices: [String] = []
        if notes.isEmpty {
            notices.append(
                "It carries no modhost note, so what it was built against is not known; "
                    + "include httpserv.h from this host's headers.")
        }
        if entry == .mangled {
            notices.append(
                "It exports RegisterModule under its C++ name only; include httpserv.h before the definition, "
                    + "or declare it extern \"C\".")
        }
        let usesSwift = image.dynamic?.needed.contains("libswiftCore.so") == true
        if usesSwift, !notes.contains(where: { !$0.swiftVersion.isEmpty }) {
            notices.append(
                "It uses the Swift runtime and does not say which Swift built it; any other than "
                    + "\(HostToolchain.swiftVersion) can crash the worker.")
        }
        let shared = image.uniqueNames.filter { !isOfStandardLibrary($0) }
        if !shared.isEmpty {
            let name = shared[0]
            let rest = shared.count > 1 ? " and \(shared.count - 1) more" : ""
            notices.append(
                "It shares \(name)\(rest) with every other module that has the same name; "
                    + "compile it with -fno-gnu-unique.")
        }
        if image.dynamic?.usesStaticTLS == true {
            notices.append(
                "Its thread-local variables take room from a small reserve of the process; "
                    + "compile it without -ftls-model=initial-exec.")
        }
        if image.notes.contains(where: { $0.owner == "Go" }) || image.hasSection(".go.buildinfo") {
            notices.append(
                "It contains the Go runtime, which installs signal handlers and threads of its own; "
                    + "do not load two such modules into one pool.")
        }
        if image.dynamic?.relocatesText == true {
            notices.append(
                "Its code must be made writable while it is loaded (DT_TEXTREL), which hardened systems forbid; "
                    + "compile it with -fPIC.")
        }
        return notices
    }

    /// Constants inside namespace std are the same in every module, so sharing them is harmless, and nearly every C++
    /// module has some.
    private static func isOfStandardLibrary(_ name: String) -> Bool {
        ["_ZZNSt", "_ZZNKSt", "_ZNSt", "_ZGVNSt", "_ZGVZNSt", "_ZTVSt", "_ZTISt", "_ZTSSt", "_ZSt"]
            .contains { name.hasPrefix($0) }
    }
}
