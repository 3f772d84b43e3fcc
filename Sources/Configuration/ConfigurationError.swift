/// What is wrong with a value that a user gave: one sentence that shows the value, the reason and the remedy.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
