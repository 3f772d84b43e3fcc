import ModuleInterfaces

/// Whatever a module leaves in the raw response, what goes out is one message: each part is looked at before it is sent.
extension Exchange {
    /// Looks at a response that a module may have edited and says what it broke. False: it could not go out, and is the host's
    /// own 500 now, or broken off where its head had gone out.
    func reviewResponse() -> Bool {
        let review = response.review()
        guard let left = review.fault ?? review.leftOut else { return true }
        let module = response.editor ?? currentModule
        let more = review.fault == nil && review.count > 1 ? ", and \(review.count - 1) more of this kind" : ""
        let outcome =
            review.fault == nil
            ? "what no message can have was left out"
            : response.isHeadSent ? "the client was disconnected" : "the request ends with 500"
        host.reportMisuse(
            module,
            "module \"\(module?.name ?? "")\" left \(left)\(more) in the response to \(request.methodName) \(request.rawTarget); \(outcome)",
            exchange: number)
        guard review.fault != nil else { return true }
        answerFailure(HResult.invalidData)
        response.chunks.removeAll()
        if !response.isHeadSent { addErrorBody() }
        return false
    }

    /// Says that a module called SetStatus with a status that never answers a request, and counts it.
    func reportInterimStatus(_ code: UInt16) {
        let hint = code == 101 ? "this host does not upgrade connections" : "interim responses are the host's"
        host.reportMisuse(
            currentModule,
            "module \"\(currentModule?.name ?? "")\" called SetStatus with \(code) for \(request.methodName) \(request.rawTarget), which is no final status (\(hint)); the call was refused: set one from 200 to 999",
            exchange: number)
    }
}
