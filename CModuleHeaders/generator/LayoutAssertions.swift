/// Writes the assertions that hold the headers against the promised layout, in C and in C++.
struct LayoutAssertions {
    let contract: Contract
    let layouts: LayoutDescription

    /// The C file, part of the library, so that no build can miss it.
    var c: String {
        var lines = [
            "/* \(Layout.banner()) */", "#define MODHOST_NO_NOTE", "#include <stddef.h>", "",
            "#include \"httpserv.h\"", "#include \"wpframework.h\"", "",
            "#define SLOT(interface, slot, number) \\",
            "    _Static_assert(offsetof(interface##Vtbl, slot) == (number) * 8, #interface \": \" #slot)", "",
        ]
        lines += layouts.promises.map { Self.assertion("_Static_assert", $0) }
        for interface in contract.interfaces {
            let rows = contract.table(of: interface)
            let name = interface.name
            lines += ["", "_Static_assert(sizeof(\(name)) == 8, \"\(name)\");"]
            lines.append("_Static_assert(sizeof(\(name)Vtbl) == \(rows.count) * 8, \"\(name): number of slots\");")
            lines += rows.map { "SLOT(\(name), \($0.slot.cName), \($0.number));" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The C++ file, compiled by the tests only.
    var cxx: String {
        var lines = [
            "// \(Layout.banner())", "#define MODHOST_NO_NOTE", "#include <cstddef>", "#include <type_traits>", "",
            "#include \"httpserv.h\"", "#include \"wpframework.h\"", "",
            "// A structure with a base is not of standard layout; both compilers lay it out as C does.",
            "#pragma GCC diagnostic ignored \"-Winvalid-offsetof\"", "",
        ]
        lines += layouts.promises.map { Self.assertion("static_assert", $0) }
        for interface in contract.interfaces {
            let name = interface.name
            lines += ["", "static_assert(sizeof(\(name)) == 8 && std::is_polymorphic<\(name)>::value, \"\(name)\");"]
            if let base = interface.base {
                lines.append("static_assert(std::is_base_of<\(base), \(name)>::value, \"\(name)\");")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func assertion(_ keyword: String, _ promise: LayoutDescription.Promise) -> String {
        Layout.list("\(keyword)(", [promise.condition, "\"\(promise.name)\""], ");", indent: 0)
    }
}
