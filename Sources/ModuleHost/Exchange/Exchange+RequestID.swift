// The id of a request, by which its lines in both logs are found.
extension Exchange {
    /// The server variable that is the id.
    static let requestIDVariable = "REQUEST_ID"
    /// Bytes of an id that a module has set. What is longer is none.
    private static let longest = 128

    /// What tells the request from all others: what a module has set, else the worker's part and the number of the exchange.
    var requestID: String { ownRequestID ?? defaultRequestID }

    /// The id of a request of which no module has said another.
    var defaultRequestID: String { host.requestIDPrefix + String(number) }

    /// The id that a module has set; nil if none has, or one that fits in no line of a log.
    package var ownRequestID: String? {
        guard state.hasVariables, let id = serverVariables.own(named: Self.requestIDVariable),
            1...Self.longest ~= id.utf8.count
        else { return nil }
        return id
    }
}
