import Glibc
import ModuleHost
import OperatingSystem

extension EndpointAddress {
    /// From a `sockaddr` in memory of a `sockaddr_storage`; one of a kind that is not served is 0.0.0.0:0.
    init(of client: UnsafeRawBufferPointer) { self = EndpointAddress(systemForm: client) ?? .ipv4(0, port: 0) }

    /// Where a socket is bound.
    init(localOf descriptor: CInt) { self = EndpointAddress(boundTo: descriptor) ?? .ipv4(0, port: 0) }

    /// Whether it stands for every address of the machine.
    var isWildcard: Bool {
        switch self {
        case .ipv4(0, _), .ipv6(0, 0, _, _): true
        default: false
        }
    }
}

extension EndpointAddress {
    /// Reads an address with an optional port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:80`.
    init?(node text: String) {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]"), let port = Self.port(behind: text[text.index(after: end)...]),
                case .ipv6(let high, let low, _, let scope) = EndpointAddress(
                    numeric: String(text[text.index(after: text.startIndex)..<end]), port: 0)
            else { return nil }
            self = .ipv6(high: high, low: low, port: port, scope: scope)
        } else if let whole = EndpointAddress(numeric: text, port: 0) {
            self = whole
        } else {
            guard let colon = text.firstIndex(of: ":"), let port = Self.port(behind: text[colon...]),
                case .ipv4(let bytes, _) = EndpointAddress(numeric: String(text[..<colon]), port: 0)
            else { return nil }
            self = .ipv4(bytes, port: port)
        }
    }

    /// `:80`, or nothing, which is 0. Nil for anything else.
    private static func port(behind text: Substring) -> UInt16? {
        if text.isEmpty { return 0 }
        let digits = text.dropFirst()
        guard text.hasPrefix(":"), !digits.isEmpty, digits.utf8.count <= 5, digits.utf8.allSatisfy({ $0 &- 0x30 < 10 })
        else { return nil }
        return UInt16(digits)
    }
}
