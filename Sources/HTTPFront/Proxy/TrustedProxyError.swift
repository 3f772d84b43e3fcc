/// What is wrong with the address of a trusted proxy. One sentence with the remedy.
package struct TrustedProxyError: Error, CustomStringConvertible, Equatable {
    package let description: String

    init(_ text: String, _ reason: String) { description = "\"\(text)\" is no address of a proxy: \(reason)" }
}
