/// What is wrong with the bytes of an ELF file.
package enum ELFFault: Error, Equatable {
    /// The file does not begin with the four magic bytes, or is too short to.
    case notELF
    /// The headers speak of bytes that the file does not have.
    case truncated(needed: Int, size: Int)
    /// The headers contradict themselves; the text names the part and reads on after "its".
    case malformed(String)
}
