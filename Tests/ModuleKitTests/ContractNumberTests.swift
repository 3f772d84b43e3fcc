import CModuleABI
import Glibc
import ModuleKit
import Testing

/// The kit repeats numbers of the contract, because macros with casts do not reach Swift. Here they are held together.
@Suite("The numbers of the contract")
struct ContractNumberTests {
    @Test("Every result code is the one of results.h")
    func resultCodes() throws {
        let header = try text(of: "results.h")
        let expected: [(String, ResultCode)] = [
            ("E_NOTIMPL", .notImplemented), ("E_FAIL", .failure), ("E_UNEXPECTED", .unexpected),
            ("E_ACCESSDENIED", .accessDenied), ("E_HANDLE", .invalidHandle), ("E_OUTOFMEMORY", .outOfMemory),
            ("E_INVALIDARG", .invalidArgument),
        ]
        for (name, code) in expected {
            let digits = String(UInt32(bitPattern: code.rawValue), radix: 16, uppercase: true)
            #expect(header.contains("#define \(name) ((HRESULT)0x\(digits))"))
        }
    }

    @Test("Every Win32 code is the one of results.h")
    func win32Codes() {
        #expect(ResultCode.fileNotFound.rawValue == HRESULT_FROM_WIN32(UInt32(ERROR_FILE_NOT_FOUND)))
        #expect(ResultCode.invalidData.rawValue == HRESULT_FROM_WIN32(UInt32(ERROR_INVALID_DATA)))
        #expect(ResultCode.endOfEntity.rawValue == HRESULT_FROM_WIN32(UInt32(ERROR_HANDLE_EOF)))
        #expect(ResultCode.clientGone.rawValue == HRESULT_FROM_WIN32(UInt32(ERROR_NETNAME_DELETED)))
        #expect(ResultCode.operationAborted.rawValue == HRESULT_FROM_WIN32(UInt32(ERROR_OPERATION_ABORTED)))
        #expect(ResultCode.connectionInvalid.rawValue == HRESULT_FROM_WIN32(UInt32(ERROR_CONNECTION_INVALID)))
        #expect(ResultCode.invalidIndex.rawValue == HRESULT_FROM_WIN32(UInt32(ERROR_INVALID_INDEX)))
    }

    @Test("Every request notification is the one of notifications.h")
    func notifications() {
        let expected: [(RequestNotifications, UInt32)] = [
            (.beginRequest, RQ_BEGIN_REQUEST), (.authenticateRequest, RQ_AUTHENTICATE_REQUEST),
            (.authorizeRequest, RQ_AUTHORIZE_REQUEST), (.resolveRequestCache, RQ_RESOLVE_REQUEST_CACHE),
            (.mapRequestHandler, RQ_MAP_REQUEST_HANDLER), (.acquireRequestState, RQ_ACQUIRE_REQUEST_STATE),
            (.preExecuteRequestHandler, RQ_PRE_EXECUTE_REQUEST_HANDLER),
            (.executeRequestHandler, RQ_EXECUTE_REQUEST_HANDLER), (.releaseRequestState, RQ_RELEASE_REQUEST_STATE),
            (.updateRequestCache, RQ_UPDATE_REQUEST_CACHE), (.logRequest, RQ_LOG_REQUEST),
            (.endRequest, RQ_END_REQUEST), (.customRequestNotification, RQ_CUSTOM_NOTIFICATION),
            (.sendResponse, RQ_SEND_RESPONSE), (.readEntity, RQ_READ_ENTITY), (.mapPath, RQ_MAP_PATH),
        ]
        for (notification, bit) in expected {
            #expect(notification.rawValue == bit)
        }
    }

    @Test(
        "Every priority is the alias of notifications.h",
        arguments: [
            Priority.first, .high, .medium, .low, .last,
        ])
    func priorities(priority: Priority) throws {
        let header = try text(of: "notifications.h")
        #expect(header.contains("#define PRIORITY_ALIAS_\(priority.rawValue) L\"\(priority.rawValue)\""))
    }

    @Test("A result code says its number, and what it means if it is a known one")
    func description() {
        #expect(ResultCode.invalidHandle.description == "the exchange has ended (0x80070006)")
        #expect(ResultCode(rawValue: 1).description == "0x00000001")
    }

    private func text(of header: String) throws -> String {
        let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let file = try #require(fopen("/\(root)/CModuleHeaders/include/modhost/\(header)", "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 20)
        let count = fread(&bytes, 1, bytes.count, file)
        return String(decoding: bytes.prefix(count), as: UTF8.self)
    }
}
