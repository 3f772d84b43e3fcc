/// The host's own answer in place of the modules'.
extension Exchange {
    /// The request cannot go on as it is: 500, and on to LOG_REQUEST.
    func fail(_ result: Int32) {
        answerFailure(result)
        state.isHandled = true
        if state.position < pipeline.logStart { state.position = pipeline.logStart } else { state.position += 1 }
    }

    /// 500 in place of whatever the response holds.
    func answerFailure(_ result: Int32) {
        guard !response.isHeadSent else {
            // Part of the response is out; the client must see that the rest is missing.
            response.disconnectAfterwards()
            carrier?.abort()
            return
        }
        response.removeContent()
        response.setHostStatus(500, reason: "Internal Server Error", result: result)
        response.touch()
        // It failed while the response was being sent: the error body that `sendLast` had added is gone.
        if state.isSendingResponse { addErrorBody() }
    }

    /// The host answers an error itself if no module gave it a body: one line of text. What a module said of the error
    /// is for clients on this machine only, as with the detailed errors of IIS.
    func addErrorBody() {
        let status = response.status
        guard status >= 400, response.chunks.isEmpty, !request.isHead else { return }
        response.writeErrorText(withDescription: isClientLocal)
    }

    /// Fields that proxies add to a request. Any of them counts, whether the proxy is trusted or not: a client that
    /// sends one itself only gets to see less.
    private static let proxyFields: [StaticString] = [
        "Via", "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP",
    ]

    /// Whether the client is on this machine: it came by loopback, from the address that it connected to, or by a unix
    /// socket, and the request has no field of a proxy.
    var isClientLocal: Bool {
        guard let connection, !connection.isProxied, !state.isForwarded else { return false }
        let namesProxy = Self.proxyFields.contains { name in
            let name = UnsafeRawBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
            return request.fields.value(named: name) != nil
        }
        return !namesProxy && connection.remote.isLocal(at: connection.local)
    }
}
