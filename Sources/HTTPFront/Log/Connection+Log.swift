import CModuleABI
import ModuleHost
import NIOCore

extension Connection {
    /// Writes the line of an exchange that has just ended. Loop only, before the exchange is recycled.
    func log(_ exchange: Exchange) {
        guard let buffer = loop.accessLog else { return }
        let request = exchange.request
        let version = request.version
        let reported = exchange.response.reported
        buffer.append { entry in
            entry.client = exchange.remote
            entry.server = client.local
            entry.version = version
            // What has gone out: a module may have changed its mind behind that.
            entry.status = writer.status ?? UInt16(exchange.response.status)
            entry.substatus = reported.subStatus
            entry.setResult(reported.result)
            if entry.win32Status == 0, !isConnected { entry.setClientGone() }
            entry.bytesSent = writer.bytes
            entry.bodyBytesSent = writer.entityBytes
            entry.bytesReceived = UInt64(headBytes) + (exchange.entity == nil ? 0 : waiting.bodyBytes)
            entry.timeTaken = exchange.elapsedMilliseconds
            entry.set(.method, request.methodName)
            entry.set(.path, request.cookedPath)
            entry.set(.query, request.queryString)
            entry.set(.target, request.rawTarget)
            entry.set(.userName, exchange.loggedUser)
            entry.set(.host, request.value(Int(HttpHeaderHost.rawValue)))
            entry.set(.userAgent, request.value(Int(HttpHeaderUserAgent.rawValue)))
            entry.set(.referer, request.value(Int(HttpHeaderReferer.rawValue)))
        }
    }

    /// Writes the line of a request that no module has seen; what it asked for is not to be relied on. Loop only.
    func logRefusal(_ status: UInt16, _ line: RefusedLine?, headSize: Int, bodySize: Int) {
        loop.accessLog?.append { entry in
            entry.client = client.remote
            entry.server = client.local
            entry.status = status
            entry.bytesSent = UInt64(headSize + bodySize)
            entry.bodyBytesSent = UInt64(bodySize)
            guard let line, !line.method.isEmpty else { return }
            entry.bytesReceived = UInt64(headBytes)
            entry.set(.method, line.method)
            guard !line.target.isEmpty else { return }
            entry.set(.target, line.target)
            entry.set(.path, String(line.target.prefix { $0 != "?" }))
            if let mark = line.target.firstIndex(of: "?") {
                entry.set(.query, String(line.target[line.target.index(after: mark)...]))
            }
        }
    }
}
