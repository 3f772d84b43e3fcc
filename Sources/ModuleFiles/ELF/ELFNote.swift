/// One note: a small record that some tool left in the file.
package struct ELFNote: Sendable {
    /// Who left it, such as "GNU".
    package let owner: String
    /// What it is, in the numbering of its owner.
    package let type: UInt32
    /// The record itself.
    package let descriptor: [UInt8]

    /// All notes in a stretch of the file that lies inside it. A damaged note ends the list.
    static func all(_ reader: ELFReader, offset: Int, size: Int) -> [ELFNote] {
        var notes: [ELFNote] = []
        var position = offset
        let end = offset + size
        while end - position >= 12, notes.count < 256 {
            guard let nameSize = try? Int(reader.number(at: position, as: UInt32.self)),
                let descriptorSize = try? Int(reader.number(at: position + 4, as: UInt32.self)),
                let type = try? reader.number(at: position + 8, as: UInt32.self)
            else { return notes }
            let name = position + 12
            let descriptor = name + (nameSize + 3) / 4 * 4
            let next = descriptor + (descriptorSize + 3) / 4 * 4
            guard descriptor + descriptorSize <= end else { return notes }
            let owner = reader.bytes[name..<name + nameSize].prefix { $0 != 0 }
            notes.append(
                ELFNote(
                    owner: ELFStrings.printable(owner.prefix(64)), type: type,
                    descriptor: Array(reader.bytes[descriptor..<descriptor + descriptorSize])))
            position = next
        }
        return notes
    }
}
