import CModuleABI
import ModuleInterfaces

/// Checks each part of a response before it is sent, so that one valid message goes out whatever a module has written
/// into the raw response.
extension Exchange {
    /// Checks a response that a module may have edited and logs what is wrong with it. False if it cannot be sent: then
    /// it is the host's own 500, or the connection is reset if its head had gone out.
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
            exchange: requestID)
        guard review.fault != nil else { return true }
        answerFailure(HResult.invalidData)
        response.chunks.removeAll()
        if !response.isHeadSent { addErrorBody() }
        return false
    }

    /// Logs that a module called SetStatus with a status that never answers a request, and counts a misuse.
    func reportInterimStatus(_ code: UInt16) {
        let hint = code == 101 ? "this host does not upgrade connections" : "interim responses are the host's"
        host.reportMisuse(
            currentModule,
            "module \"\(currentModule?.name ?? "")\" called SetStatus with \(code) for \(request.methodName) \(request.rawTarget), which is no final status (\(hint)); the call was refused: set one from 200 to 999",
            exchange: requestID)
    }
}

/// The check of a response whose raw struct a module may have edited, before a part of it is sent. The functions of
/// IHttpResponse have checked their own arguments already.
extension HttpResponseObject {
    /// What the check has found, worded to follow "left" in the sentence of the log.
    struct Review {
        /// What keeps the response from going out.
        var fault: String?
        /// The first thing that was left out of it, and how many there were.
        var leftOut: String?
        var count = 0

        mutating func note(_ text: @autoclosure () -> String) {
            if count == 0 { leftOut = text() }
            count += 1
        }
    }

    /// Bytes that the fields of a head may have, and those behind the body.
    static let fieldLimit = 16 * 1024 * 1024

    /// Whether the check is needed.
    var needsReview: Bool { fields.needsReview }

    /// Removes what cannot be sent, and notes what keeps the rest of the response from being sent.
    func review() -> Review {
        var review = Review()
        if !isHeadSent, !isHeadSuppressed {
            guard 200...999 ~= raw.pointee.StatusCode else {
                review.fault = "the status \(raw.pointee.StatusCode), which is none of a final answer (200 to 999),"
                return review
            }
            reviewReason(&review)
            guard fields.review(&review) <= Self.fieldLimit else {
                review.fault = "more than \(Self.fieldLimit >> 20) MiB of header fields"
                return review
            }
        }
        reviewTrailers(&review)
        review.fault = chunks.review()
        return review
    }

    private func reviewReason(_ review: inout Review) {
        let count = Int(raw.pointee.ReasonLength)
        guard let reason = raw.pointee.pReason else {
            if count > 0 { review.note("a reason without a pointer") }
            raw.pointee.ReasonLength = 0
            return
        }
        guard !FieldText.isValue(UnsafeRawBufferPointer(start: reason, count: count)) else { return }
        review.note("a reason with control characters")
        raw.pointee.ReasonLength = 0
    }

    private func reviewTrailers(_ review: inout Review) {
        guard trailers.count > 0 else { return }
        var size = 0
        trailers.keep { name, value in
            size += (name?.count ?? 0) + (value?.count ?? 0) + 4
            guard size <= Self.fieldLimit else {
                review.note("more than \(Self.fieldLimit >> 20) MiB of trailers")
                return false
            }
            guard HeaderFields.isSendable(name, value, &review), let name else { return false }
            return HeaderNames.mayTrail(name)
        }
    }
}

extension HeaderFields {
    /// Removes what no message can have, and moves the fields that the host itself sets to where it looks for them.
    /// Returns the bytes of all fields; beyond the limit it looks at no more of them.
    func review(_ review: inout HttpResponseObject.Review) -> Int {
        var size = 0
        forEachKnown { id, value in
            guard FieldText.isValue(value) else {
                review.note("control characters in the field \(String(decoding: names.name(id), as: UTF8.self))")
                return delete(known: id)
            }
            size += names.name(id).count + value.count + 4
        }
        others.keep { name, value in
            size += (name?.count ?? 0) + (value?.count ?? 0) + 4
            guard size <= HttpResponseObject.fieldLimit, Self.isSendable(name, value, &review), let name, let value
            else { return false }
            guard let id = names.id(of: name), HeaderNames.isHostsOwn(id) else {
                return !HeaderNames.isProxyConnection(name)
            }
            adopt(known: id, value)
            return false
        }
        return size
    }

    /// Whether a message can have that field.
    static func isSendable(
        _ name: UnsafeRawBufferPointer?, _ value: UnsafeRawBufferPointer?, _ review: inout HttpResponseObject.Review
    ) -> Bool {
        guard let name, FieldText.isName(name) else {
            review.note("a field whose name is no token")
            return false
        }
        guard let value, FieldText.isValue(value) else {
            let problem = value == nil ? "no value" : "control characters"
            review.note("\(problem) in the field \(String(decoding: name, as: UTF8.self))")
            return false
        }
        return true
    }
}
