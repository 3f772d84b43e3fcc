import CModuleABI
import CModuleBorder
import Glibc
import ModuleInterfaces

/// The parts of a request's HTTP_REQUEST that are filled only when a module first asks for the raw struct.
extension HttpRequestObject {
    /// Fills what few modules look at: wide text is made only when first asked for.
    func completeRaw() {
        raw.pointee.RequestId = exchange.number
        raw.pointee.Version = HTTP_VERSION(MajorVersion: version.major, MinorVersion: version.minor)
        raw.pointee.pRawUrl = target.start
        raw.pointee.RawUrlLength = USHORT(truncatingIfNeeded: target.count)
        raw.pointee.Address.pLocalAddress = localAddress
        raw.pointee.Address.pRemoteAddress = remoteAddress
        if exchange.entity != nil { raw.pointee.Flags |= HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS }
        completeMethod()
        completeCookedURL()
    }

    /// The method in the raw struct, where it has no number.
    func completeMethod() {
        let isUnknown = raw.pointee.Verb == HttpVerbUnknown
        raw.pointee.pUnknownVerb = isUnknown ? method.start : nil
        raw.pointee.UnknownVerbLength = isUnknown ? USHORT(truncatingIfNeeded: method.count) : 0
    }

    /// One buffer of WCHARs, `http://host/path?query` (or `https`), into which all four pointers point. Lengths are bytes.
    private func completeCookedURL() {
        let size = MemoryLayout<WCHAR>.size
        let host = hostBytes
        let scheme: StaticString = exchange.isSecure ? "https://" : "http://"
        let hostStart = scheme.utf8CodeUnitCount
        let mostCharacters = hostStart + host.count + path.count + 1 + (query?.count ?? 0)
        guard let memory = arena.allocateUninitialized((mostCharacters + 1) * size) else { return }
        let start = memory.bindMemory(to: WCHAR.self, capacity: mostCharacters + 1)
        _ = WideText.write(utf8: .init(start: scheme.utf8Start, count: hostStart), to: memory)
        let hostCount = WideText.write(utf8: host, to: memory + hostStart * size)
        let pathStart = hostStart + hostCount
        let pathCount = WideText.write(utf8: path.bytes, to: memory + pathStart * size)
        var count = pathStart + pathCount
        raw.pointee.CookedUrl.pFullUrl = UnsafePointer(start)
        raw.pointee.CookedUrl.pHost = UnsafePointer(start + hostStart)
        raw.pointee.CookedUrl.HostLength = USHORT(truncatingIfNeeded: hostCount * size)
        raw.pointee.CookedUrl.pAbsPath = UnsafePointer(start + pathStart)
        raw.pointee.CookedUrl.AbsPathLength = USHORT(truncatingIfNeeded: pathCount * size)
        if let query {
            memory.storeBytes(of: 0x3F, toByteOffset: count * size, as: UInt32.self)
            let queryCount = 1 + WideText.write(utf8: query.bytes, to: memory + (count + 1) * size)
            raw.pointee.CookedUrl.pQueryString = UnsafePointer(start + count)
            raw.pointee.CookedUrl.QueryStringLength = USHORT(truncatingIfNeeded: queryCount * size)
            count += queryCount
        }
        raw.pointee.CookedUrl.FullUrlLength = USHORT(truncatingIfNeeded: count * size)
    }

    /// The host as the client named it; the address that it reached if it named none.
    private var hostBytes: UnsafeRawBufferPointer {
        if let host = fields.value(HeaderNames.requestID.host), host.count > 0 {
            return UnsafeRawBufferPointer(start: host.start, count: host.count)
        }
        return arena.copy(authority).map { UnsafeRawBufferPointer(cString: $0) } ?? .init(start: nil, count: 0)
    }

    // MARK: Addresses

    /// The server's end of the connection, as a `sockaddr`.
    var localAddress: PSOCKADDR? { exchange.connection?.localAddress.assumingMemoryBound(to: sockaddr.self) }

    /// The client's address as a `sockaddr`: that of the connection, or the one that a trusted proxy names.
    var remoteAddress: PSOCKADDR? {
        guard exchange.state.isForwarded, let client = exchange.forwarded.client else {
            return exchange.connection?.remoteAddress.assumingMemoryBound(to: sockaddr.self)
        }
        guard let memory = arena.allocate(MemoryLayout<sockaddr_storage>.size) else { return nil }
        client.store(to: memory)
        return memory.assumingMemoryBound(to: sockaddr.self)
    }

    // MARK: Trailers

    /// Puts the trailers into the raw struct, once, when the body has come in full.
    func showTrailers() {
        guard let entity = exchange.entity, let trailers = entity.takeTrailers() else { return }
        let shown = NamedFields(arena: arena)
        shown.attach(count: RawRequest_TrailerCount(raw), array: RawRequest_Trailers(raw))
        for trailer in trailers {
            trailer.name.withUnsafeBytes { name in
                trailer.value.withUnsafeBytes { _ = shown.append(copying: name, $0) }
            }
        }
    }
}
