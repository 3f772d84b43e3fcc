/// A request of a ``TestHost`` that is under way, as its client sees it. Any task may call it; one at a time sends the body,
/// and one takes the response.
///
///     let exchange = host.begin(TestRequest("POST", "/upload"), bodyInPieces: true)
///     await exchange.send("first ")
///     await exchange.send("second")
///     exchange.endBody()
///     let response = await exchange.response()
public final class TestExchange: Sendable {
    private let carrier: TestCarrier

    init(_ carrier: TestCarrier) { self.carrier = carrier }

    /// Sends a piece of the body, and suspends until a module has taken all of it: the next one is then read on its own.
    ///
    /// False if that never happens: the exchange is over, the client has left, or the body has ended already.
    @discardableResult
    public func send(_ piece: [UInt8]) async -> Bool { await carrier.send(piece) }

    /// Sends a piece of text.
    @discardableResult
    public func send(_ piece: String) async -> Bool { await send(Array(piece.utf8)) }

    /// Ends the body. A body that is shorter than its Content-Length breaks off, as if the client had stopped.
    public func endBody(trailers: [(name: String, value: String)] = []) { carrier.endBody(trailers) }

    /// The client closes its connection: before, amid or after the response. What modules send from now on comes to nothing,
    /// and a body that has not ended breaks off.
    public func leave() { carrier.leave() }

    /// The next piece of the response, when it has been flushed: see `TestResponse.pieces`. Nil when there will be none.
    public func nextPiece() async -> [UInt8]? { await carrier.nextPiece() }

    /// What has been sent up to now.
    public var responseSoFar: TestResponse { carrier.responseSoFar }

    /// The whole answer, when the walk is over. Pieces that the test has not taken by then are no obstacle: the client takes
    /// them all.
    public func response() async -> TestResponse { await carrier.finalResponse() }
}
