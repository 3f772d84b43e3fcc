import HTTPCodec

/// The field lines that the host puts into every response, encoded once a second.
///
/// They are in one piece, because they are handed on with each response.
struct CommonFields: Sendable {
    /// `Server: …` and `Date: …`.
    let both: [UInt8]
    private let serverCount: Int

    /// Where each of them is.
    var server: Range<Int> { 0..<serverCount }
    var date: Range<Int> { serverCount..<both.count }

    init(product: String, secondsSinceEpoch: Int64) {
        let server = Array("\(ResponseHeaderID.server.name): \(product)\r\n".utf8)
        let stamp = DateStamp(secondsSinceEpoch: secondsSinceEpoch)
        var text: [UInt8] = []
        for index in stamp.text.indices { text.append(stamp.text[index]) }
        both = server + Array("\(ResponseHeaderID.date.name): ".utf8) + text + Array("\r\n".utf8)
        serverCount = server.count
    }
}
