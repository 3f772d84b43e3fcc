/// Writes the C and C++ files of the border: the kinds of objects, the type_info of each kind's class, and the numbers of the
/// slots of what modules implement.
struct BorderFiles {
    let contract: Contract

    private static let folder = "Sources/ModuleInterfaces/CModuleBorder/Generated"

    func files() -> [GeneratedFile] { [hostKinds(), typeInfoHeader(), typeInfoSource(), moduleSlots()] }

    private func hostKinds() -> GeneratedFile {
        var lines = [
            "/* \(Layout.banner()) */", "#ifndef MODHOST_HOST_KINDS_H", "#define MODHOST_HOST_KINDS_H", "",
            "/* The kind of object that a cell stands for. 0 is none. */",
        ]
        let kinds = contract.hostObjects.compactMap(\.object)
        lines += kinds.enumerated().map { "#define HostKind_\($0.element) \($0.offset + 1)u" }
        lines += ["#define HostKind_Count \(kinds.count + 1)u", "", "#endif /* MODHOST_HOST_KINDS_H */", ""]
        return GeneratedFile("\(Self.folder)/HostKinds.h", lines.joined(separator: "\n"))
    }

    private func typeInfoHeader() -> GeneratedFile {
        var lines = [
            "/* \(Layout.banner()) */",
            "#ifndef MODHOST_TYPE_INFOS_H", "#define MODHOST_TYPE_INFOS_H", "",
            "/*",
            " * The std::type_info of the class behind each kind of object. It stands before the table of functions,",
            " * where dynamic_cast in a module looks for it.", " */",
            "#ifdef __cplusplus", "extern \"C\" {", "#endif", "",
        ]
        lines += contract.hostObjects.map { "const void *modhost_type_info_\($0.name)(void);" }
        lines += ["", "#ifdef __cplusplus", "}", "#endif", "", "#endif /* MODHOST_TYPE_INFOS_H */", ""]
        return GeneratedFile("\(Self.folder)/type_infos.h", lines.joined(separator: "\n"))
    }

    private func typeInfoSource() -> GeneratedFile {
        var lines = ["// \(Layout.banner())", "", "#define MODHOST_NO_NOTE", "#include \"type_infos.h\"", ""]
        lines += ["#include <httpserv.h>", "#include <typeinfo>", ""]
        lines += contract.hostObjects.map {
            "const void *modhost_type_info_\($0.name)(void) { return &typeid(\($0.name)); }"
        }
        return GeneratedFile("\(Self.folder)/type_infos.cpp", (lines + [""]).joined(separator: "\n"))
    }

    private func moduleSlots() -> GeneratedFile {
        var lines = [
            "/* \(Layout.banner()) */", "#ifndef MODHOST_MODULE_SLOTS_H", "#define MODHOST_MODULE_SLOTS_H", "",
            "/* Where each method stands in the table of an object that a module can implement. */",
        ]
        for interface in contract.interfaces where interface.implementer != .host {
            let rows = contract.table(of: interface).filter { !$0.slot.isDestructor }
            lines += ["enum {"] + rows.map { "    ModuleSlot_\(interface.name)_\($0.slot.cName) = \($0.number)," }
            lines += ["    ModuleSlot_\(interface.name)_Count = \(rows.count),", "};", ""]
        }
        lines += ["#endif /* MODHOST_MODULE_SLOTS_H */", ""]
        return GeneratedFile("\(Self.folder)/ModuleSlots.h", lines.joined(separator: "\n"))
    }
}
