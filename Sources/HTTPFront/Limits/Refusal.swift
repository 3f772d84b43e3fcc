import HTTPCodec
import HostLog
import ModuleHost

/// Why a request is not taken: the status of the answer and a sentence for it and for the log.
struct Refusal {
    let status: UInt16
    let detail: String

    init(status: UInt16, detail: String) {
        self.status = status
        self.detail = detail
    }

    init(_ error: RequestError) {
        self.init(status: error.status, detail: "\(error.reason)")
    }

    /// Whether a limit was exceeded, which an operator may want to raise, and not a rule of HTTP.
    var isLimit: Bool { [408, 413, 414, 431, 503].contains(status) }
}

/// What is known of a request that is refused, for the access log.
struct RefusedLine {
    let method: String
    let target: String
}

extension Connection {
    /// Notes in the log why a request, or the rest of one, is not taken.
    func tell(_ refusal: Refusal) {
        guard refusal.isLimit else {
            return loop.logger.debug(
                "a request was refused: \(refusal.detail)",
                metadata: ["status": "\(refusal.status)", "client": "\(client.remote.host)"])
        }
        loop.host.notices.log(
            .refused(status: refusal.status), level: .info, metadata: ["client": "\(client.remote.host)"]
        ) {
            "a request was refused with \(refusal.status): \(refusal.detail)"
        }
    }

    /// What the decoder has understood of the request that begins with `bytes`; nil if nobody wants to know.
    func refusedLine(_ decoder: HeadDecoder, _ bytes: UnsafeRawBufferPointer) -> RefusedLine? {
        guard loop.accessLog != nil else { return nil }
        func text(_ slice: ByteSlice) -> String? {
            guard slice.range.upperBound <= bytes.count else { return nil }
            return String(decoding: UnsafeRawBufferPointer(rebasing: bytes[slice.range]), as: UTF8.self)
        }
        guard let method = text(decoder.head.method), let target = text(decoder.head.target) else { return nil }
        return RefusedLine(method: method, target: target)
    }
}
