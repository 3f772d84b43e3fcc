import HTTPCodec

/// The field lines that the host puts into every response, encoded once a second.
struct CommonFields: Sendable {
    /// `Server: …`
    let server: [UInt8]
    /// `Date: …`
    let date: [UInt8]
    /// Both.
    let both: [UInt8]

    init(product: String, secondsSinceEpoch: Int64) {
        server = Array("Server: \(product)\r\n".utf8)
        let stamp = DateStamp(secondsSinceEpoch: secondsSinceEpoch)
        var text: [UInt8] = []
        for index in stamp.text.indices { text.append(stamp.text[index]) }
        date = Array("Date: ".utf8) + text + Array("\r\n".utf8)
        both = server + date
    }
}
