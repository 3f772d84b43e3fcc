import CModuleABI

extension HttpContext {
    /// Makes `error` the response of the exchange as far as that is still possible.
    ///
    /// Before the head of the response has gone out it becomes a response of its own; after that the connection is
    /// reset, so that the client cannot take what it has for the whole; when the response is complete only the host
    /// learns of it.
    func respond(to error: any Error, in call: NotificationCall) -> NotificationStatus {
        let answer = ErrorAnswer(error)
        if answer.code.isFailure {
            if let provider = ProviderReference<IHttpEventProvider>(call).pointer {
                IHttpEventProvider_SetErrorStatus(provider, answer.code.rawValue)
            }
            log(answer.details, level: .error, code: answer.code)
        }
        guard let object, let response = IHttpContext_GetResponse(object), !call.slot.isAfterResponse else {
            return .continue
        }
        guard IHttpContext_GetResponseHeadersSent(object) == 0 else {
            IHttpResponse_ResetConnection(response)
            return .finishRequest
        }
        IHttpResponse_Clear(response)
        let status = UInt16(exactly: answer.status) ?? 500
        _ = answer.reason.withCString {
            IHttpResponse_SetStatus(response, status, $0, 0, answer.code.rawValue, nil, 0)
        }
        _ = withWideText(answer.details) { IHttpResponse_SetErrorDescription(response, $0, $1, 1) }
        return .finishRequest
    }

    /// Writes a line into the host's log, under the module's name. Does nothing when the exchange is over.
    public func log(_ message: String, level: LogLevel = .information) {
        log(message, level: level, code: .ok)
    }

    private func log(_ message: String, level: LogLevel, code: ResultCode) {
        guard let object, let trace = IHttpContext_GetTraceContext(object) else { return }
        _ = withWideText(message) { text, _ in
            IHttpTraceContext_QuickTrace(trace, text, nil, code.rawValue, level.rawValue)
        }
    }
}

/// The response that an error stands for.
private struct ErrorAnswer {
    let status: Int
    let reason: String
    let code: ResultCode
    let details: String

    init(_ error: any Error) {
        let own = error as? ModuleError
        status = own?.status ?? 500
        reason = own?.reason ?? ReasonPhrase.of(status)
        code = (error as? HostError)?.code ?? (status < 500 ? .ok : .failure)
        details = String(describing: error)
    }
}
