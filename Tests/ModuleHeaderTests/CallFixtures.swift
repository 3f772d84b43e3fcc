@testable import GenerateModuleHeaders

/// Sources of a program that calls every slot of every interface across the two views.
///
/// The C half makes an object of each interface and calls every slot of an object that it is given; so does the C++
/// half. Each called slot reports its number and a hash of its arguments, each caller what it expected to be reported
/// and the result that it got.
struct CallFixtures {
    let contract: Contract

    /// File names and contents, without `calls.h` and `calls.c`, which are written by hand.
    var sources: [(name: String, text: String)] {
        [
            ("calls_list.h", list), ("objects.c", cObjects), ("callers.c", cCallers),
            ("objects.cpp", cxxObjects), ("callers.cpp", cxxCallers),
        ]
    }

    /// The number of calls that one run makes: every slot, from C to C++ and from C++ to C.
    var callCount: Int {
        2 * contract.interfaces.reduce(0) { $0 + rows($1).count }
    }

    private func rows(_ interface: Interface) -> [Contract.Row] {
        contract.table(of: interface).filter { !$0.slot.isDestructor }
    }

    private var list: String {
        contract.interfaces.map { "INTERFACE(\($0.name))\n" }.joined()
    }

    // MARK: Values

    /// The value of one argument; every type can hold it.
    private func value(_ row: Contract.Row, _ index: Int) -> UInt64 {
        let argument = row.slot.arguments[index]
        if argument.type.name == "bool", argument.type.stars == 0 { return 1 }
        return UInt64((row.number * 5 + index * 3 + 1) % 250 + 1)
    }

    private func hash(_ row: Contract.Row) -> UInt64 {
        row.slot.arguments.indices.reduce(UInt64(7)) { $0 + value(row, $1) * UInt64(2 * $1 + 3) }
    }

    private func result(_ row: Contract.Row) -> UInt64 {
        row.slot.result.name == "bool" && row.slot.result.stars == 0 ? 1 : UInt64(row.number + 1)
    }

    /// An argument as the caller writes it.
    private func passed(_ row: Contract.Row, _ index: Int, cxx: Bool) -> String {
        let type = row.slot.arguments[index].type
        let number = value(row, index)
        if type.spelling == "VARIANT" { return "variant_of(\(number))" }
        if type.name == "REFGUID", cxx { return "*(const GUID *)(uintptr_t)\(number)" }
        return type.isPointer ? "(\(type.spelling))(uintptr_t)\(number)" : "(\(type.spelling))\(number)"
    }

    /// The hash of the arguments as the called slot computes it.
    private func hashing(_ row: Contract.Row, cxx: Bool) -> String {
        row.slot.arguments.indices.reduce("7ull") { text, index in
            let argument = row.slot.arguments[index]
            var name = argument.type.name == "REFGUID" && cxx ? "&\(argument.name)" : argument.name
            if argument.type.spelling == "VARIANT" { name = "number_of(\(name))" }
            return text + " + NUMBER(\(name)) * \(2 * index + 3)"
        }
    }

    private func returning(_ row: Contract.Row) -> String {
        let type = row.slot.result
        if type.isVoid { return "" }
        return " return (\(type.spelling))\(type.isPointer ? "(uintptr_t)" : "")\(result(row));"
    }

    private func checked(_ row: Contract.Row, of interface: Interface, call: String) -> String {
        let expectation = "\"\(interface.name)\", \"\(row.slot.cName)\", \(row.number), \(hash(row))ull"
        if row.slot.result.isVoid { return "    \(call); CHECK(\(expectation));\n" }
        return "    { uint64_t result = NUMBER(\(call)); CHECK(\(expectation)); RESULT(result, \(result(row))ull); }\n"
    }

    // MARK: C

    private var cObjects: String {
        var text = "#include \"calls.h\"\n#define NUMBER(x) ((uint64_t)(uintptr_t)(x))\n"
        for interface in contract.interfaces {
            let name = interface.name
            for row in rows(interface) {
                let items = ["\(name) *self"] + row.slot.arguments.map(\.declaration)
                let function = row.slot.result.declaring("c_\(name)_\(row.slot.cName)")
                text += "static \(function)(\(items.joined(separator: ", "))) "
                text += "{ called(self, \(row.number), \(hashing(row, cxx: false)));\(returning(row)) }\n"
            }
            text += "static const \(name)Vtbl \(name)_table = {\n"
            text += rows(interface).map { "    .\($0.slot.cName) = c_\(name)_\($0.slot.cName),\n" }.joined()
            text += "};\nstatic \(name) \(name)_object = {&\(name)_table};\n"
            text += "void *c_make_\(name)(void) { return &\(name)_object; }\n"
        }
        return text
    }

    private var cCallers: String {
        var text = "#include \"calls.h\"\n#define NUMBER(x) ((uint64_t)(uintptr_t)(x))\n"
        for interface in contract.interfaces {
            let name = interface.name
            text += "void c_call_\(name)(void *object) {\n    \(name) *self = (\(name) *)object;\n"
            for row in rows(interface) {
                let items = ["self"] + row.slot.arguments.indices.map { passed(row, $0, cxx: false) }
                let call = "\(name)_\(row.slot.cName)(\(items.joined(separator: ", ")))"
                text += checked(row, of: interface, call: call)
            }
            text += "}\n"
        }
        return text
    }

    // MARK: C++

    private var cxxObjects: String {
        var text = "#include \"calls.h\"\n#define NUMBER(x) ((uint64_t)(uintptr_t)(x))\n"
        for interface in contract.interfaces {
            let name = interface.name
            text += "namespace {\nclass Cxx_\(name) : public \(name) {\npublic:\n"
            for row in rows(interface) {
                let items = row.slot.arguments.map(\.declaration).joined(separator: ", ")
                let method = row.slot.result.declaring(row.slot.name)
                text += "    \(method)(\(items))\(row.slot.isConst ? " const" : "") override "
                text += "{ called(this, \(row.number), \(hashing(row, cxx: true)));\(returning(row)) }\n"
            }
            text += "};\n}\nextern \"C\" void *cxx_make_\(name)(void) {\n"
            text += "    static Cxx_\(name) object;\n    return static_cast<\(name) *>(&object);\n}\n"
        }
        return text
    }

    private var cxxCallers: String {
        var text = "#include \"calls.h\"\n#define NUMBER(x) ((uint64_t)(uintptr_t)(x))\n"
        for interface in contract.interfaces {
            let name = interface.name
            text += "extern \"C\" void cxx_call_\(name)(void *object) {\n    \(name) *self = (\(name) *)object;\n"
            for row in rows(interface) {
                let items = row.slot.arguments.indices.map { passed(row, $0, cxx: true) }.joined(separator: ", ")
                // An overload is chosen by the interface that declares it and by const.
                let view = "static_cast<\(row.slot.isConst ? "const " : "")\(row.declaredBy.name) *>(self)"
                text += checked(row, of: interface, call: "\(view)->\(row.slot.name)(\(items))")
            }
            text += "}\n"
        }
        return text
    }
}
