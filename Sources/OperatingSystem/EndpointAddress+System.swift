internal import Glibc

extension EndpointAddress {
    /// Bytes that the path of a unix socket may have.
    package static let pathLimit = 107

    /// Reads a `sockaddr`; nil for a family that is none of ours, and for fewer bytes than its form has.
    package init?(systemForm bytes: UnsafeRawBufferPointer) {
        guard bytes.count >= MemoryLayout<sa_family_t>.size else { return nil }
        switch Int32(bytes.loadUnaligned(as: sa_family_t.self)) {
        case AF_INET where bytes.count >= MemoryLayout<sockaddr_in>.size:
            let form = bytes.loadUnaligned(as: sockaddr_in.self)
            self = .ipv4(UInt32(bigEndian: form.sin_addr.s_addr), port: UInt16(bigEndian: form.sin_port))
        case AF_INET6 where bytes.count >= MemoryLayout<sockaddr_in6>.size:
            let form = bytes.loadUnaligned(as: sockaddr_in6.self)
            let words = form.sin6_addr.__in6_u.__u6_addr32
            self = .ipv6(
                high: UInt64(UInt32(bigEndian: words.0)) << 32 | UInt64(UInt32(bigEndian: words.1)),
                low: UInt64(UInt32(bigEndian: words.2)) << 32 | UInt64(UInt32(bigEndian: words.3)),
                port: UInt16(bigEndian: form.sin6_port), scope: form.sin6_scope_id)
        case AF_UNIX:
            let path = bytes.dropFirst(MemoryLayout<sa_family_t>.size).prefix { $0 != 0 }
            self = .unix(String(decoding: path, as: UTF8.self))
        default: return nil
        }
    }

    /// The address that a socket is bound to; nil if `descriptor` is none, or of another family.
    package init?(boundTo descriptor: Int32) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let address: EndpointAddress? = withUnsafeMutableBytes(of: &storage) { bytes in
            guard let base = bytes.baseAddress,
                getsockname(descriptor, base.assumingMemoryBound(to: sockaddr.self), &length) == 0
            else { return nil }
            return EndpointAddress(systemForm: UnsafeRawBufferPointer(rebasing: bytes.prefix(Int(length))))
        }
        guard let address else { return nil }
        self = address
    }

    /// AF_INET, AF_INET6 or AF_UNIX.
    package var family: Int32 {
        switch self {
        case .ipv4: AF_INET
        case .ipv6: AF_INET6
        case .unix: AF_UNIX
        }
    }

    /// bind(2). Returns 0 or an errno value.
    package func bind(_ descriptor: Int32) -> Int32 {
        withSystemForm { Glibc.bind(descriptor, $0, $1) == 0 ? 0 : errno }
    }

    /// connect(2). Returns 0 or an errno value.
    package func connect(_ descriptor: Int32) -> Int32 {
        withSystemForm { Glibc.connect(descriptor, $0, $1) == 0 ? 0 : errno }
    }

    private func withSystemForm(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32) -> Int32 {
        var storage = sockaddr_storage()
        return withUnsafeMutableBytes(of: &storage) { bytes in
            guard let base = bytes.baseAddress else { return EINVAL }
            let length = store(to: base)
            return body(base.assumingMemoryBound(to: sockaddr.self), socklen_t(length))
        }
    }

    /// Writes the address as a `sockaddr` to zeroed memory with room for a `sockaddr_storage`. Returns how many bytes it has.
    @discardableResult
    package func store(to memory: UnsafeMutableRawPointer) -> Int {
        switch self {
        case .ipv4(let bytes, let port):
            var form = sockaddr_in()
            form.sin_family = sa_family_t(AF_INET)
            form.sin_port = port.bigEndian
            form.sin_addr.s_addr = bytes.bigEndian
            memory.storeBytes(of: form, as: sockaddr_in.self)
            return MemoryLayout<sockaddr_in>.size
        case .ipv6(let high, let low, let port, let scope):
            var form = sockaddr_in6()
            form.sin6_family = sa_family_t(AF_INET6)
            form.sin6_port = port.bigEndian
            form.sin6_scope_id = scope
            form.sin6_addr = in6_addr(high: high, low: low)
            memory.storeBytes(of: form, as: sockaddr_in6.self)
            return MemoryLayout<sockaddr_in6>.size
        case .unix(let path):
            var form = sockaddr_un()
            form.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &form.sun_path) { $0.copyBytes(from: path.utf8.prefix(Self.pathLimit)) }
            memory.storeBytes(of: form, as: sockaddr_un.self)
            return MemoryLayout<sockaddr_un>.size
        }
    }
}

extension in6_addr {
    /// Sixteen bytes as two words, the first byte in the highest place of the first.
    init(high: UInt64, low: UInt64) {
        self.init()
        withUnsafeMutableBytes(of: &self) {
            $0.storeBytes(of: high.bigEndian, as: UInt64.self)
            $0.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
        }
    }
}
