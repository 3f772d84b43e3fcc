/// Why a command cannot do what it was asked for, although it was called rightly: exit code 1.
struct StartFailure: Error, CustomStringConvertible {
    /// One sentence with the remedy.
    let description: String
}
