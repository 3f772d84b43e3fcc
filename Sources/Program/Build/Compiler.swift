/// A compiler that was found and can be started.
struct Compiler: Sendable, Equatable {
    /// Whose flags it understands.
    enum Family: Sendable, Equatable {
        case gcc
        case clang
        case swift
    }

    /// The program by its full path, then arguments that the user put into CC, CXX or SWIFTC.
    var words: [String]
    var family: Family

    /// What messages call it: the last part of the path.
    var name: String { words[0].split(separator: "/").last.map(String.init) ?? words[0] }
}
