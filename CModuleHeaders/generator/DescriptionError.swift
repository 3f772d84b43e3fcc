/// What is wrong with an interface description, and where.
struct DescriptionError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
