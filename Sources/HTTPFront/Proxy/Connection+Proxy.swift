import HTTPCodec
import Logging
import ModuleHost
import OperatingSystem

/// What proxies in front of the server say of clients.
extension Connection {
    /// What a trusted proxy says of the client of a request. What it leaves out is nil.
    struct Forwarded {
        var client: EndpointAddress?
        var isSecure: Bool?
        var host: String?
    }

    /// The connection begins with a header of the PROXY protocol. False: more bytes are needed, or it was refused.
    func takeProxyHeader(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Bool {
        guard position < bytes.count else { return false }
        let rest = UnsafeRawBufferPointer(rebasing: bytes[position...])
        switch ProxyProtocolDecoder.decode(Span(_unsafeElements: rest.bindMemory(to: UInt8.self))) {
        case .needMore: return false
        case .failure(let error):
            loop.logger.debug(
                "a connection was refused: \(error)", metadata: ["client": "\(client.remote.host)"])
            close()
            return false
        case .header(let header, let length):
            position += length
            transition(.proxyHeaderEnded)
            adopt(header)
            return true
        }
    }

    private func adopt(_ header: ProxyHeader) {
        // A stranger's header is read, because it is there, and not believed.
        guard case .proxied(let address, let server, let isSecure) = header,
            loop.proxies.trusted.contains(client.remote)
        else { return }
        loop.count.remove(client.remote)
        client = ClientConnection(remote: address, local: server, listener: client.listener, isProxied: true)
        proxySaysSecure = isSecure
        guard !loop.count.add(address) else { return }
        refuse(Refusal(status: 503, detail: "too many connections"))
    }

    /// What trusted proxies say of the client of the request whose head was decoded last; nil if they say nothing. What
    /// anybody else says is ignored.
    func forwarded(_ decoder: HeadDecoder, _ bytes: UnsafeRawBufferPointer) -> Forwarded? {
        let policy = loop.proxies
        if !policy.trusted.isEmpty,
            let address = ForwardedAddress(
                ForwardedFields(decoder, in: Span(_unsafeElements: bytes.bindMemory(to: UInt8.self))),
                peer: client.remote, trusted: policy.trusted)
        {
            if let problem = address.problem {
                loop.logger.debug("\(problem)", metadata: ["proxy": "\(client.remote.host)"])
            }
            return Forwarded(client: address.client, isSecure: address.isSecure, host: address.host)
        }
        return proxySaysSecure.map { Forwarded(isSecure: $0) }
    }
}
