/// What became of a piece that was to be written. A piece is written whole or not at all.
package enum WriteResult: Equatable, Sendable {
    /// It is written.
    case written
    /// The output has too little room left. Nothing is written; try again with more.
    case noRoom
    /// The piece would break the message, as a line end in a field value would. Nothing is written, nor ever will be.
    case refused
}
