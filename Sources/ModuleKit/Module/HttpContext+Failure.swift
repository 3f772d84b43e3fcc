import CModuleABI

extension HttpContext {
    /// Makes `error` the response of the exchange as far as that is still possible, and writes what it says to the log.
    ///
    /// Before the head of the response has gone out it becomes a response of its own; after that the connection is
    /// reset, so that the client cannot take what it has for the whole; when the response is complete only the host
    /// learns of it.
    func respond(to error: any Error, in call: NotificationCall) -> NotificationStatus {
        let answer = ErrorAnswer(error)
        if answer.code.isFailure, let provider = ProviderReference<IHttpEventProvider>(call).pointer {
            IHttpEventProvider_SetErrorStatus(provider, answer.code.rawValue)
        }
        if let report = answer.report {
            log(report, level: answer.level, code: answer.code)
        }
        guard let object, let response = IHttpContext_GetResponse(object), !call.slot.isAfterResponse else {
            return .continue
        }
        guard IHttpContext_GetResponseHeadersSent(object) == 0 else {
            IHttpResponse_ResetConnection(response)
            return .finishRequest
        }
        let kept = ErrorHeaders.kept(of: response)
        IHttpResponse_Clear(response)
        setStatus(answer, response)
        for (name, value) in kept { _ = set(name, value, replace: false, response) }
        for (name, value) in answer.headers where set(name, value, replace: true, response) < 0 {
            log("The host refused the header \(name) of an error.", level: .warning)
        }
        if let details = answer.details {
            _ = withWideText(details) { IHttpResponse_SetErrorDescription(response, $0, $1, 1) }
        }
        return .finishRequest
    }

    /// A reason that cannot be sent is left out, and a status that cannot be is 500.
    private func setStatus(_ answer: ErrorAnswer, _ response: UnsafeMutablePointer<IHttpResponse>) {
        func set(_ status: UInt16, _ reason: String) -> Bool {
            reason.withCString { IHttpResponse_SetStatus(response, status, $0, 0, answer.code.rawValue, nil, 0) } >= 0
        }
        if set(answer.status, answer.reason) { return }
        if set(answer.status, ReasonPhrase.of(Int(answer.status))) { return }
        _ = set(500, ReasonPhrase.of(500))
    }

    private func set(
        _ name: String, _ value: String, replace: Bool, _ response: UnsafeMutablePointer<IHttpResponse>
    ) -> Int32 {
        HeaderText.set(name, value, replace: replace) { name, value, count, replace in
            IHttpResponse_SetHeaderByName(response, name, value, count, replace)
        }
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
    let status: UInt16
    let reason: String
    let headers: [String: String]
    let code: ResultCode
    /// What clients on the server's own machine may see: what a module's author wrote for that. What other errors say
    /// may hold anything, so no client sees it.
    let details: String?
    /// What the log says; nil where there is nothing to tell.
    let report: String?

    /// How important that is: clients that leave are no failure of the module, and any number of them may.
    var level: LogLevel { code.isDeparture ? .verbose : code.isFailure ? .error : .information }

    init(_ error: any Error) {
        let own = error as? ModuleError
        let number = own?.status ?? 500
        status = (200...999).contains(number) ? UInt16(number) : 500
        reason = own?.reason ?? ReasonPhrase.of(Int(status))
        headers = own?.headers ?? [:]
        code = (error as? HostError)?.code ?? (status < 500 ? .ok : .failure)
        details = own?.details
        report = own != nil && status < 500 ? details : String(describing: error)
    }
}

/// Which header fields of a response stay when an error takes its place.
///
/// Fields that describe the entity, or how long it may be kept, go with the entity, and so does Location. All others
/// stay: what belongs to the error, such as Allow, Retry-After and WWW-Authenticate, and what other modules have set
/// for every response, such as cookies and the fields of CORS.
enum ErrorHeaders {
    private static let leaving: Set<String> = [
        "accept-ranges", "age", "cache-control", "content-digest", "content-disposition", "content-encoding",
        "content-language", "content-length", "content-location", "content-md5", "content-range", "content-type",
        "digest",
        "etag", "expires", "last-modified", "location", "repr-digest", "trailer", "transfer-encoding",
    ]

    /// Copies those that stay, in their order.
    static func kept(of response: UnsafeMutablePointer<IHttpResponse>) -> [(name: String, value: String)] {
        guard let raw = IHttpResponse_GetRawHttpResponse(response) else { return [] }
        let headers = raw.pointee.Headers
        let known = withUnsafeBytes(of: headers.KnownHeaders) {
            HeaderText.known($0.bindMemory(to: HTTP_KNOWN_HEADER.self), KnownHeaderNames.ofResponses)
        }
        let others = HeaderText.unknown(headers.pUnknownHeaders, count: Int(headers.UnknownHeaderCount))
        return (known + others).filter { !leaving.contains($0.name.lowercased()) }
    }
}
