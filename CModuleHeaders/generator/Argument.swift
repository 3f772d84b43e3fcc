/// One argument of a slot.
struct Argument {
    let type: CType
    let name: String
    /// The C++ default value.
    let defaultValue: String?
    let direction: Direction

    var declaration: String { type.declaring(name) }

    enum Direction: String {
        case input, out, both = "inout"
    }
}
