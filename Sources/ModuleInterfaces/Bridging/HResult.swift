package import CModuleABI

/// The HRESULTs of the contract, under the names that fit what the host does.
package enum HResult {
    package static let ok = ResultNumber.S_OK
    package static let notImplemented = ResultNumber.E_NOTIMPL
    package static let noInterface = ResultNumber.E_NOINTERFACE
    package static let pointer = ResultNumber.E_POINTER
    package static let fail = ResultNumber.E_FAIL
    package static let unexpected = ResultNumber.E_UNEXPECTED
    package static let handle = ResultNumber.E_HANDLE
    package static let outOfMemory = ResultNumber.E_OUTOFMEMORY
    package static let invalidArgument = ResultNumber.E_INVALIDARG

    /// `HRESULT_FROM_WIN32(code)`.
    private static func win32(_ code: Int32) -> HRESULT { HRESULT_FROM_WIN32(UInt32(bitPattern: code)) }

    package static let fileNotFound = win32(ERROR_FILE_NOT_FOUND)
    package static let pathNotFound = win32(ERROR_PATH_NOT_FOUND)
    package static let invalidData = win32(ERROR_INVALID_DATA)
    package static let handleEOF = win32(ERROR_HANDLE_EOF)
    package static let notSupported = win32(ERROR_NOT_SUPPORTED)
    package static let networkNameDeleted = win32(ERROR_NETNAME_DELETED)
    package static let alreadyAssigned = win32(ERROR_ALREADY_ASSIGNED)
    package static let invalidParameter = win32(ERROR_INVALID_PARAMETER)
    package static let insufficientBuffer = win32(ERROR_INSUFFICIENT_BUFFER)
    package static let alreadyExists = win32(ERROR_ALREADY_EXISTS)
    package static let arithmeticOverflow = win32(ERROR_ARITHMETIC_OVERFLOW)
    package static let operationAborted = win32(ERROR_OPERATION_ABORTED)
    package static let ioPending = win32(ERROR_IO_PENDING)
    package static let notFound = win32(ERROR_NOT_FOUND)
    package static let connectionInvalid = win32(ERROR_CONNECTION_INVALID)
    package static let invalidIndex = win32(ERROR_INVALID_INDEX)
    package static let notEnoughQuota = win32(ERROR_NOT_ENOUGH_QUOTA)

    /// In hexadecimal and words, for logs: `0x80070057 (one of the arguments is invalid)`.
    package static func describe(_ result: HRESULT) -> String {
        let code = UInt32(bitPattern: result)
        let digits = String(code, radix: 16, uppercase: true)
        let hex = "0x" + String(repeating: "0", count: 8 - digits.count) + digits
        guard let words = words(result) else { return hex }
        return "\(hex) (\(words))"
    }

    private static func words(_ result: HRESULT) -> String? {
        switch result {
        case ok: "success"
        case notImplemented: "not implemented"
        case noInterface: "no such interface"
        case pointer: "a pointer is null"
        case fail: "unspecified failure"
        case unexpected: "unexpected failure"
        case handle: "the object or handle is invalid or its life is over"
        case outOfMemory: "out of memory"
        case invalidArgument: "one of the arguments is invalid"
        case fileNotFound: "file not found"
        case pathNotFound: "path not found"
        case win32(ERROR_ACCESS_DENIED): "access denied"
        case invalidData: "the data is invalid"
        case handleEOF: "end of the data"
        case notSupported: "not supported"
        case networkNameDeleted: "the connection is gone"
        case alreadyAssigned: "already assigned"
        case insufficientBuffer: "the buffer is too small"
        case alreadyExists: "it exists already"
        case operationAborted: "the operation was aborted"
        case notFound: "not found"
        case connectionInvalid: "the connection is broken"
        case invalidIndex: "no such name"
        case notEnoughQuota: "more output is queued than the host holds for one client"
        case win32(ERROR_STACK_OVERFLOW): "nested too deeply"
        case win32(ERROR_TIMEOUT): "timed out"
        default: nil
        }
    }
}
