/// The usual phrases of the registered statuses, for those who set a status without one.
enum ReasonPhrase {
    /// The phrase for `status`; one for its class if the status is not registered.
    static func of(_ status: Int) -> String {
        switch status {
        case 100..<200: ofInformational(status)
        case 200..<300: ofSuccess(status)
        case 300..<400: ofRedirection(status)
        case 400..<500: ofClientError(status)
        default: ofServerError(status)
        }
    }

    private static func ofInformational(_ status: Int) -> String {
        switch status {
        case 100: "Continue"
        case 101: "Switching Protocols"
        case 103: "Early Hints"
        default: "Information"
        }
    }

    private static func ofSuccess(_ status: Int) -> String {
        switch status {
        case 201: "Created"
        case 202: "Accepted"
        case 203: "Non-Authoritative Information"
        case 204: "No Content"
        case 205: "Reset Content"
        case 206: "Partial Content"
        default: "OK"
        }
    }

    private static func ofRedirection(_ status: Int) -> String {
        switch status {
        case 300: "Multiple Choices"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        default: "Redirection"
        }
    }

    private static func ofClientError(_ status: Int) -> String {
        switch status {
        case 401: "Unauthorized"
        case 402: "Payment Required"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 407: "Proxy Authentication Required"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 411: "Length Required"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 416: "Range Not Satisfiable"
        case 417: "Expectation Failed"
        case 421: "Misdirected Request"
        case 422: "Unprocessable Content"
        case 425: "Too Early"
        case 426: "Upgrade Required"
        case 428: "Precondition Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 451: "Unavailable For Legal Reasons"
        default: "Bad Request"
        }
    }

    private static func ofServerError(_ status: Int) -> String {
        switch status {
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        case 511: "Network Authentication Required"
        default: "Internal Server Error"
        }
    }
}
