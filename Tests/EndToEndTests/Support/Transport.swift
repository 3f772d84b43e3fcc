import Testing

/// The two ways on which requests reach the modules: the tests of the walk run on both.
enum Transport: String, CaseIterable, CustomTestStringConvertible {
    /// Straight into the walk, by ModuleTesting.
    case direct
    /// Over a connection to the front.
    case socket

    var testDescription: String { rawValue }
}
