package import CModuleABI

/// The HRESULTs of the contract, which C headers can only give as macros that Swift does not see. A test holds them equal.
package enum HResult {
    package static let ok: HRESULT = 0
    package static let notImplemented = HRESULT(bitPattern: 0x8000_4001)
    package static let noInterface = HRESULT(bitPattern: 0x8000_4002)
    package static let pointer = HRESULT(bitPattern: 0x8000_4003)
    package static let fail = HRESULT(bitPattern: 0x8000_4005)
    package static let unexpected = HRESULT(bitPattern: 0x8000_FFFF)
    package static let handle = HRESULT(bitPattern: 0x8007_0006)
    package static let outOfMemory = HRESULT(bitPattern: 0x8007_000E)
    package static let invalidArgument = HRESULT(bitPattern: 0x8007_0057)

    /// `HRESULT_FROM_WIN32(code)`.
    package static func win32(_ code: UInt32) -> HRESULT {
        code == 0 ? ok : HRESULT(bitPattern: 0x8007_0000 | (code & 0xFFFF))
    }

    package static let invalidData = win32(13)
    package static let handleEOF = win32(38)
    package static let notSupported = win32(50)
    package static let networkNameDeleted = win32(64)
    package static let alreadyAssigned = win32(85)
    package static let invalidParameter = win32(87)
    package static let insufficientBuffer = win32(122)
    package static let alreadyExists = win32(183)
    package static let arithmeticOverflow = win32(534)
    package static let operationAborted = win32(995)
    package static let ioPending = win32(997)
    package static let notFound = win32(1168)
    package static let connectionInvalid = win32(1229)
    package static let invalidIndex = win32(1413)
    package static let notEnoughQuota = win32(1816)

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
        case win32(2): "file not found"
        case win32(3): "path not found"
        case win32(5): "access denied"
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
        case win32(1001): "nested too deeply"
        case win32(1460): "timed out"
        default: nil
        }
    }
}
