// NoteStore.swift - the notes, without anything of HTTP.

/// One note, as clients get it.
struct Note: Codable {
    let id: Int
    let text: String
}

/// The notes of this process, in memory. A value: whoever shares it guards it.
struct NoteStore {
    /// Clients decide how many notes there are, so something has to say stop.
    static let limit = 1000

    private var notes: [Int: Note] = [:]
    private var lastID = 0

    /// All notes, the oldest first.
    var all: [Note] { notes.values.sorted { $0.id < $1.id } }

    func note(_ id: Int) -> Note? { notes[id] }

    /// Nil if there are too many.
    mutating func add(_ text: String) -> Note? {
        guard notes.count < Self.limit else { return nil }
        lastID += 1
        let note = Note(id: lastID, text: text)
        notes[lastID] = note
        return note
    }

    /// Nil if there is no such note.
    mutating func change(_ id: Int, to text: String) -> Note? {
        guard notes[id] != nil else { return nil }
        let note = Note(id: id, text: text)
        notes[id] = note
        return note
    }

    /// False if there is no such note.
    mutating func remove(_ id: Int) -> Bool { notes.removeValue(forKey: id) != nil }
}
