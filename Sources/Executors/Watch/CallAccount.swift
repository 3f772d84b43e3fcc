/// What a thread is in, as a sentence of the log tells it.
struct CallAccount: Sendable, Equatable {
    /// The innermost call; nil if its module is not known.
    let call: ModuleCall?
    /// The number of the exchange; the lower, the older.
    let exchange: UInt64
    /// The beginning of the request line, printable; nil if the thread has left none for this exchange.
    let request: String?
    /// Whether the thread slept when it was looked at.
    let isAsleep: Bool

    /// Characters of a request line that a sentence holds.
    static let requestLimit = 120

    /// The beginning of `bytes` as text for one line: what is not printable ASCII, and the quote and backslash, as `\xNN`. Nil
    /// if there are none.
    static func printable(_ bytes: some Collection<UInt8>) -> String? {
        guard !bytes.isEmpty else { return nil }
        var text = ""
        for byte in bytes {
            guard text.utf8.count < requestLimit else { return text + "..." }
            if byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
                text.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                text += (byte < 16 ? "\\x0" : "\\x") + String(byte, radix: 16)
            }
        }
        return text
    }

    /// ` in OnBeginRequest, asleep, for "GET / HTTP/1.1"`, as far as it is known.
    func place(_ names: CallNames) -> String {
        (call.map { " in \(names.notification($0))" } ?? "")
            + (isAsleep ? ", asleep" : ", using the CPU or waiting for it")
            + (request.map { ", for \"\($0)\"" } ?? "")
    }
}

/// How the log names modules and notifications.
struct CallNames: Sendable {
    /// The name of a module by its number.
    let module: @Sendable (UInt32) -> String
    /// The name of a call's notification.
    let notification: @Sendable (ModuleCall) -> String
}
