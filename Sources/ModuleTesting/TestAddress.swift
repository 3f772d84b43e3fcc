package import OperatingSystem

/// The address of one end of a connection to a ``TestHost``.
public struct TestAddress: Sendable, Hashable {
    package let endpoint: EndpointAddress

    /// Why a text is no address: one sentence.
    public struct Mistake: Error, CustomStringConvertible {
        /// The sentence.
        public let description: String
    }

    /// An address of IPv4 or IPv6 in numbers, such as `192.0.2.7` or `2001:db8::1`.
    public init(_ host: String, port: UInt16) throws(Mistake) {
        guard let endpoint = EndpointAddress(numeric: host, port: port) else {
            throw Mistake(
                description: "\"\(host)\" is no address: write one in numbers, such as 192.0.2.7 or 2001:db8::1, "
                    + "without brackets.")
        }
        self.endpoint = endpoint
    }

    private init(_ endpoint: EndpointAddress) { self.endpoint = endpoint }

    /// 127.0.0.1 with a port.
    public static func loopback(port: UInt16) -> TestAddress { TestAddress(.ipv4(0x7F00_0001, port: port)) }

    /// A unix socket, whose clients have no address. The path need not exist.
    public static func unix(_ path: String) -> TestAddress { TestAddress(.unix(path)) }
}
