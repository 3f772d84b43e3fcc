/// One entry of the dynamic symbol table.
package struct ELFSymbol: Sendable, Equatable {
    /// How the loader binds a reference to it.
    package enum Binding: Sendable, Equatable {
        case local, global, weak, unique
        case other(UInt8)
    }

    /// The name, mangled if its language does that.
    package let name: String
    /// How it is bound; `unique` is STB_GNU_UNIQUE.
    package let binding: Binding
    /// STT_NOTYPE 0, STT_OBJECT 1, STT_FUNC 2, STT_TLS 6, STT_GNU_IFUNC 10.
    package let type: UInt8
    /// STV_DEFAULT 0, STV_INTERNAL 1, STV_HIDDEN 2, STV_PROTECTED 3.
    package let visibility: UInt8
    /// Whether the image itself has it, rather than wanting it from elsewhere.
    package let isDefined: Bool

    /// Whether `dlsym` would find it.
    package var isExported: Bool {
        isDefined && binding != .local && (visibility == 0 || visibility == 3)
    }

    /// Whether it may be called: a function, one chosen at load time, or hand-written code without a type.
    package var isCode: Bool { type == 2 || type == 10 || type == 0 }

    init(name: String, information: UInt8, other: UInt8, section: UInt16) {
        self.name = name
        switch information >> 4 {
        case 0: binding = .local
        case 1: binding = .global
        case 2: binding = .weak
        case 10: binding = .unique
        case let value: binding = .other(value)
        }
        type = information & 0xf
        visibility = other & 0x3
        isDefined = section != 0
    }
}
