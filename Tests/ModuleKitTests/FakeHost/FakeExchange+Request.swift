import CModuleABI
import ModuleKit

extension FakeExchange {
    private typealias Object = FakeObject<IHttpRequest4, FakeExchange>

    static var requestTable: IHttpRequest4Vtbl {
        var table = IHttpRequest4Vtbl()
        table.GetHttpMethod = { Object.owner($0).lend(Object.owner($0).method) }
        table.SetHttpMethod = { request, method in
            Object.owner(request).method = String(cString: method!)
            return 0
        }
        table.SetUrlA = { request, url, count, resetQuery in
            let bytes = UnsafeRawBufferPointer(start: url, count: Int(count))
            Object.owner(request).events.append("url \(String(decoding: bytes, as: UTF8.self)) \(resetQuery)")
            return 0
        }
        table.GetRawHttpRequest = { Object.owner($0).fillRaw() }
        table.GetRemoteAddress = { Object.owner($0).remoteAddress }
        table.GetLocalAddress = { _ in nil }
        table.GetHttpVersion = { _, major, minor in
            major!.pointee = 1
            minor!.pointee = 1
        }
        table.GetHeaderByName = { request, name, count in
            let fake = Object.owner(request)
            guard let value = fake.requestHeaders[String(cString: name!)] else { return nil }
            count!.pointee = UInt16(value.utf8.count)
            return fake.lend(value)
        }
        table.SetHeaderByName = { request, name, value, count, replace in
            let fake = Object.owner(request)
            if let refusal = fake.answers["SetHeader"] { return refusal }
            fake.requestHeaders.set(name!, value!, count, replace)
            return 0
        }
        table.DeleteHeaderByName = { request, name in
            Object.owner(request).requestHeaders[String(cString: name!)] = nil
            return 0
        }
        table.GetRemainingEntityBytes = { Object.owner($0).remainingBytes }
        table.ReadEntityBody = { request, buffer, capacity, _, received, _ in
            Object.owner(request).read(buffer!, capacity, received!)
        }
        table.ReadEntityBodyCb = { request, buffer, capacity, _, completion, context, received, isPending in
            let fake = Object.owner(request)
            guard fake.entity.isEmpty, fake.isSlow, fake.answers["ReadEntityBody"] == nil else {
                return fake.read(buffer!, capacity, received!)
            }
            isPending!.pointee = 1
            fake.wait(FakeOperation(completion: completion!, context: context, target: buffer, capacity: capacity))
            return 0
        }
        table.InsertEntityBody = { request, bytes, count in
            let inserted = UnsafeRawBufferPointer(start: bytes, count: Int(count))
            Object.owner(request).entity.insert(Array(inserted), at: 0)
            return 0
        }
        return table
    }

    private func read(
        _ buffer: UnsafeMutableRawPointer, _ capacity: UInt32, _ received: UnsafeMutablePointer<UInt32>
    ) -> Int32 {
        if let refusal = answers["ReadEntityBody"] { return refusal }
        guard let piece = entity.first else { return ResultCode.endOfEntity.rawValue }
        let count = min(piece.count, Int(capacity))
        buffer.copyMemory(from: piece, byteCount: count)
        received.pointee = UInt32(count)
        entity[0].removeFirst(count)
        if entity[0].isEmpty { entity.removeFirst() }
        return 0
    }

    /// The raw structure, with the names of `requestHeaders` as fields without a number, except for Host.
    private func fillRaw() -> UnsafeMutablePointer<HTTP_REQUEST> {
        raw.pointee.pRawUrl = lend(url)
        raw.pointee.RawUrlLength = UInt16(url.utf8.count)
        let text = query.map { "?\($0)" } ?? ""
        let count = path.unicodeScalars.count
        // One text for all, as in the contract, with something behind it that is part of nothing.
        let wide = lendWide(path + text + "#nothing")
        raw.pointee.CookedUrl.pAbsPath = wide
        raw.pointee.CookedUrl.AbsPathLength = UInt16(count * 4)
        raw.pointee.CookedUrl.pQueryString = query == nil ? nil : wide + count
        raw.pointee.CookedUrl.QueryStringLength = UInt16(text.unicodeScalars.count * 4)
        let unknown = requestHeaders.keys.filter { $0 != "Host" }.sorted().map { ($0, requestHeaders[$0]!) }
        raw.pointee.Headers.pUnknownHeaders = lend(unknown)
        raw.pointee.Headers.UnknownHeaderCount = UInt16(unknown.count)
        raw.pointee.Headers.pTrailers = lend(requestTrailers)
        raw.pointee.Headers.TrailerCount = UInt16(requestTrailers.count)
        if let host = requestHeaders["Host"] {
            raw.pointee.Headers.KnownHeaders.28 = HTTP_KNOWN_HEADER(
                RawValueLength: UInt16(host.utf8.count), pRawValue: lend(host))
        }
        return raw
    }

    func lend(_ fields: [(name: String, value: String)]) -> UnsafeMutablePointer<HTTP_UNKNOWN_HEADER> {
        let memory = allocate(UInt32(max(fields.count, 1) * MemoryLayout<HTTP_UNKNOWN_HEADER>.stride))
            .assumingMemoryBound(to: HTTP_UNKNOWN_HEADER.self)
        for (index, field) in fields.enumerated() {
            memory[index] = HTTP_UNKNOWN_HEADER(
                NameLength: UInt16(field.name.utf8.count), RawValueLength: UInt16(field.value.utf8.count),
                pName: lend(field.name), pRawValue: lend(field.value))
        }
        return memory
    }
}

extension [String: String] {
    /// What SetHeader does: replace, or append after a comma.
    mutating func set(
        _ name: UnsafePointer<CChar>, _ value: UnsafePointer<CChar>, _ count: UInt16, _ replace: Int32
    ) {
        let bytes = UnsafeRawBufferPointer(start: value, count: Int(count))
        let text = String(decoding: bytes, as: UTF8.self)
        let name = String(cString: name)
        self[name] = replace == 0 ? self[name].map { "\($0), \(text)" } ?? text : text
    }
}
