import CModuleABI
import ModuleKit

extension FakeExchange {
    private typealias Object = FakeObject<IHttpResponse4, FakeExchange>

    static var responseTable: IHttpResponse4Vtbl {
        var table = IHttpResponse4Vtbl()
        fillHead(&table)
        fillEntity(&table)
        return table
    }

    private static func fillHead(_ table: inout IHttpResponse4Vtbl) {
        table.SetStatus = { response, status, reason, _, _, _, _ in
            let fake = Object.owner(response)
            if let refusal = fake.answers["SetStatus"] { return refusal }
            guard (100...999).contains(status), !String(cString: reason!).utf8.contains(10) else {
                return ResultCode.invalidArgument.rawValue
            }
            fake.status = Int(status)
            fake.reason = String(cString: reason!)
            return 0
        }
        table.GetStatus = { response, status, _, _, _, _, _, _, _, _ in
            status!.pointee = UInt16(Object.owner(response).status)
        }
        table.GetHeaderByName = { response, name, count in
            let fake = Object.owner(response)
            guard let value = fake.responseHeaders[String(cString: name!)] else { return nil }
            count!.pointee = UInt16(value.utf8.count)
            return fake.lend(value)
        }
        table.SetHeaderByName = { response, name, value, count, replace in
            let fake = Object.owner(response)
            if let refusal = fake.answers["SetHeader"] { return refusal }
            fake.responseHeaders.set(name!, value!, count, replace)
            return 0
        }
        table.DeleteHeaderByName = { response, name in
            Object.owner(response).responseHeaders[String(cString: name!)] = nil
            return 0
        }
        table.GetTrailer = { response, name, count in
            let fake = Object.owner(response)
            guard let value = fake.responseTrailers[String(cString: name!)] else { return nil }
            count!.pointee = UInt16(value.utf8.count)
            return fake.lend(value)
        }
        table.SetTrailer = { response, name, value, count, replace in
            let fake = Object.owner(response)
            if let refusal = fake.answers["SetTrailer"] { return refusal }
            fake.responseTrailers.set(name!, value!, count, replace)
            return 0
        }
        table.DeleteTrailer = { response, name in
            Object.owner(response).responseTrailers[String(cString: name!)] = nil
            return 0
        }
        table.SetErrorDescription = { response, text, count, _ in
            let fake = Object.owner(response)
            fake.errorDescription = text.map(fakeText) ?? ""
            return fake.errorDescription.unicodeScalars.count == Int(count) ? 0 : -1
        }
        table.Redirect = { response, url, resetStatus, _ in
            Object.owner(response).events.append("redirect \(String(cString: url!)) \(resetStatus)")
            return 0
        }
        table.GetRawHttpResponse = { Object.owner($0).fillRawResponse() }
        table.Clear = { response in
            let fake = Object.owner(response)
            fake.status = 200
            fake.responseHeaders = [:]
            fake.body = []
            fake.events.append("clear")
        }
        table.SetNeedDisconnect = { Object.owner($0).events.append("disconnect") }
        table.ResetConnection = { Object.owner($0).events.append("reset") }
        table.DisableBuffering = { Object.owner($0).events.append("unbuffered") }
    }

    private static func fillEntity(_ table: inout IHttpResponse4Vtbl) {
        table.WriteEntityChunks = { response, chunks, count, isAsync, _, sent, _ in
            let fake = Object.owner(response)
            sent!.pointee = 0
            guard isAsync == 0 else { return -1 }
            return fake.take(chunks, count)
        }
        table.WriteEntityChunksCb = { response, chunks, count, _, _, completion, context, _, isPending in
            let fake = Object.owner(response)
            let code = fake.take(chunks, count)
            guard code == 0, fake.isSlow else { return code }
            isPending!.pointee = 1
            fake.wait(FakeOperation(completion: completion!, context: context))
            return 0
        }
        table.FlushCb = { response, _, more, completion, context, _, isPending in
            let fake = Object.owner(response)
            if let refusal = fake.answers["Flush"] { return refusal }
            fake.events.append("flush \(more) without waiting")
            fake.onFlush()
            fake.headersSent = true
            guard fake.isSlow else { return 0 }
            isPending!.pointee = 1
            fake.wait(FakeOperation(completion: completion!, context: context))
            return 0
        }
        table.Flush = { response, _, more, _, _ in
            let fake = Object.owner(response)
            if let refusal = fake.answers["Flush"] { return refusal }
            fake.events.append("flush \(more)")
            fake.onFlush()
            fake.headersSent = true
            return 0
        }
    }

    private func take(_ chunks: UnsafeMutablePointer<HTTP_DATA_CHUNK>?, _ count: UInt32) -> Int32 {
        let fake = self
        if let refusal = fake.answers["WriteEntityChunks"] { return refusal }
        for chunk in UnsafeBufferPointer(start: chunks, count: Int(count)) {
            if chunk.DataChunkType == HttpDataChunkFromMemory {
                fake.body += UnsafeRawBufferPointer(
                    start: chunk.FromMemory.pBuffer, count: Int(chunk.FromMemory.BufferLength))
            } else {
                let file = chunk.FromFileHandle
                fake.fileChunks.append(
                    (
                        Int(bitPattern: file.FileHandle), file.ByteRange.StartingOffset.QuadPart,
                        file.ByteRange.Length.QuadPart
                    ))
            }
        }
        return 0
    }
}
