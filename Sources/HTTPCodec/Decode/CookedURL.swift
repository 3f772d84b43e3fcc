/// A request's path and query after `URLCooker`.
package struct CookedURL: Equatable, Sendable {
    /// Where the cooked path is.
    package enum Path: Equatable, Sendable {
        /// Cooking changed nothing: the path is that stretch of the received bytes.
        case received(ByteSlice)
        /// The path is the last bytes of the output, that many.
        case written(count: Int)
    }

    /// Where the cooked path is. It begins with a slash and is valid UTF-8.
    package let path: Path
    /// The query as received, from behind the question mark to the end of the target; nil if there is no question mark.
    package let query: ByteSlice?
}
