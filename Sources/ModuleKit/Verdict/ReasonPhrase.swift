/// The phrases for those who set a status without one.
enum ReasonPhrase {
    /// The phrase for `status`; one for its class if the status is not registered.
    static func of(_ status: Int) -> String {
        if let phrase = registered(for: status) { return phrase }
        return switch status {
        case 100..<200: "Information"
        case 200..<300: "OK"
        case 300..<400: "Redirection"
        case 400..<500: "Bad Request"
        default: "Internal Server Error"
        }
    }
}
