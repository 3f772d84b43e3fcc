import CModuleABI

/// An HRESULT: zero or positive for success, negative for failure.
public struct ResultCode: RawRepresentable, Hashable, Sendable {
    /// The number as it crosses the border.
    public let rawValue: Int32

    /// Wraps a number from the host.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    private init(win32 number: Int32) {
        rawValue = HRESULT_FROM_WIN32(UInt32(bitPattern: number))
    }

    /// S_OK
    public static let ok = Self(rawValue: ResultNumber.S_OK)
    /// E_NOTIMPL: this host does not do it.
    public static let notImplemented = Self(rawValue: ResultNumber.E_NOTIMPL)
    /// E_FAIL: it failed.
    public static let failure = Self(rawValue: ResultNumber.E_FAIL)
    /// E_UNEXPECTED: it cannot be asked for at this time.
    public static let unexpected = Self(rawValue: ResultNumber.E_UNEXPECTED)
    /// E_ACCESSDENIED
    public static let accessDenied = Self(rawValue: ResultNumber.E_ACCESSDENIED)
    /// E_HANDLE: the exchange has ended.
    public static let invalidHandle = Self(rawValue: ResultNumber.E_HANDLE)
    /// E_OUTOFMEMORY
    public static let outOfMemory = Self(rawValue: ResultNumber.E_OUTOFMEMORY)
    /// E_INVALIDARG
    public static let invalidArgument = Self(rawValue: ResultNumber.E_INVALIDARG)
    /// ERROR_FILE_NOT_FOUND
    public static let fileNotFound = Self(win32: ERROR_FILE_NOT_FOUND)
    /// ERROR_PATH_NOT_FOUND
    public static let pathNotFound = Self(win32: ERROR_PATH_NOT_FOUND)
    /// ERROR_INVALID_DATA: too long, or with bytes that may not be there.
    public static let invalidData = Self(win32: ERROR_INVALID_DATA)
    /// ERROR_HANDLE_EOF: the end of the entity.
    public static let endOfEntity = Self(win32: ERROR_HANDLE_EOF)
    /// ERROR_NETNAME_DELETED: the client has gone.
    public static let clientGone = Self(win32: ERROR_NETNAME_DELETED)
    /// ERROR_OPERATION_ABORTED: it was cancelled.
    public static let operationAborted = Self(win32: ERROR_OPERATION_ABORTED)
    /// ERROR_CONNECTION_INVALID: the client broke off.
    public static let connectionInvalid = Self(win32: ERROR_CONNECTION_INVALID)
    /// ERROR_NOT_ENOUGH_QUOTA: more is written than the client takes.
    public static let notEnoughQuota = Self(win32: ERROR_NOT_ENOUGH_QUOTA)
    /// ERROR_INVALID_INDEX: there is no such server variable.
    public static let invalidIndex = Self(win32: ERROR_INVALID_INDEX)

    /// Whether the number says failure.
    public var isFailure: Bool { rawValue < 0 }

    /// Whether it says that the client is not there any more.
    var isDeparture: Bool { [.clientGone, .connectionInvalid, .operationAborted].contains(self) }
}

extension ResultCode: CustomStringConvertible {
    /// The number with the sentence for it, such as "the exchange has ended (0x80070006)".
    public var description: String {
        let digits = String(UInt32(bitPattern: rawValue), radix: 16, uppercase: true)
        let number = "0x" + String(repeating: "0", count: 8 - digits.count) + digits
        return meaning.map { "\($0) (\(number))" } ?? number
    }

    private var meaning: String? {
        switch self {
        case .ok: "success"
        case .notImplemented: "this host does not do it"
        case .failure: "it failed"
        case .unexpected: "it cannot be asked for at this time"
        case .accessDenied: "access is denied"
        case .invalidHandle: "the exchange has ended"
        case .outOfMemory: "there is no memory left"
        case .invalidArgument: "an argument is not allowed"
        case .fileNotFound: "there is no such file"
        case .invalidData: "a text is too long or has bytes that may not be there"
        case .endOfEntity: "the entity has ended"
        case .clientGone, .connectionInvalid: "the client has gone"
        case .operationAborted: "it was cancelled"
        case .notEnoughQuota: "the client has not taken what was written before"
        case .invalidIndex: "there is no such server variable"
        default: nil
        }
    }
}
