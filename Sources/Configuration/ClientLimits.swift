/// What one client may ask of a worker. Times in seconds, sizes in bytes; 0 means no limit where that is said.
package struct ClientLimits: Codable, Sendable, Equatable {
    /// All header fields of a request: 431 beyond. The limit of 16,383 on the URL is the module API's and cannot be raised.
    package var headerBytes = 16_384
    /// Header fields: 431 beyond.
    package var headerCount = 100
    /// The body of a request: 413 beyond. 0: no limit.
    package var bodyBytes: UInt64 = 30_000_000
    /// From the first byte of a head to its last: 408 after that.
    package var headSeconds: Int64 = 15
    /// A body that comes more slowly than this many bytes a second, over a few seconds, is given up. 0: no limit.
    package var bodyBytesPerSecond = 240
    /// How long a connection may stay open between two requests.
    package var idleSeconds: Int64 = 120
    /// How long a client may take none of its response.
    package var writeSeconds: Int64 = 60
    /// How long an idle connection may still make one more request after its worker has begun to drain: a client may be sending
    /// one at that moment.
    package var drainSeconds: Int64 = 1
    /// Requests on one connection; it is closed after the last. 0: no limit.
    package var requestsPerConnection = 0
    /// Connections of the worker; 503 beyond. 0: no limit but that of descriptors.
    package var connections = 0
    /// Connections of one client address; 503 beyond. 0: no limit.
    package var connectionsPerAddress = 0

    /// The default limits.
    package init() {}
}
