import CModuleABI
import Glibc
import ModuleKit

/// Plays the host for one exchange: answers the module's calls from its properties and notes what it is told.
///
/// A test and the task of a pending notification use it in turn, never at the same time.
final class FakeExchange: @unchecked Sendable {
    var method = "GET"
    var url = "/"
    var path = "/"
    var query: String?
    var requestHeaders: [String: String] = [:]
    var requestTrailers: [(name: String, value: String)] = []
    var entity: [[UInt8]] = []
    var remainingBytes: UInt32 = 0
    var remoteAddress: UnsafeMutablePointer<sockaddr>?
    var variables: [String: String] = [:]
    var headersSent = false
    /// What the calls answer, by their name, where it is not S_OK.
    var answers: [String: Int32] = [:]
    /// Whether asynchronous operations have to wait for `finishOperation`.
    var isSlow = false
    /// The operation that waits for it.
    var operation: FakeOperation?
    /// One element for each operation that waits.
    let operations: AsyncStream<Void>
    let operationSink: AsyncStream<Void>.Continuation
    /// The client's connection, where a test has one.
    var connection: FakeConnection?
    /// What happens inside of Flush, as when the host calls OnSendResponse.
    var onFlush: () -> Void = {}

    var status = 200
    var reason = "OK"
    var responseHeaders: [String: String] = [:]
    var responseTrailers: [String: String] = [:]
    var body: [UInt8] = []
    var fileChunks: [(descriptor: Int, offset: UInt64, count: UInt64)] = []
    var events: [String] = []
    var errorDescription = ""
    var errorStatuses: [Int32] = []
    var log: [String] = []
    var user: UnsafeMutablePointer<IHttpUser>?
    /// The results of IndicateCompletion, for tests that wait for one.
    let completions: AsyncStream<UInt32>
    let completionSink: AsyncStream<UInt32>.Continuation

    var memory: [UnsafeMutableRawPointer] = []
    var context: FakeObject<IHttpContext, FakeExchange>!
    var request: FakeObject<IHttpRequest, FakeExchange>!
    var response: FakeObject<IHttpResponse, FakeExchange>!
    var trace: FakeObject<IHttpTraceContext, FakeExchange>!
    var provider: FakeObject<IHttpEventProvider, FakeExchange>!
    var sendProvider: FakeObject<ISendResponseProvider, FakeExchange>!
    var authenticationProvider: FakeObject<IAuthenticationProvider, FakeExchange>!
    var allocator: FakeObject<IModuleAllocator, FakeExchange>!
    let raw = UnsafeMutablePointer<HTTP_REQUEST>.allocate(capacity: 1)
    let rawResponse = UnsafeMutablePointer<HTTP_RESPONSE>.allocate(capacity: 1)

    /// The module's object, after `begin`.
    private(set) var module: UnsafeMutablePointer<CHttpModule>?

    init() {
        (completions, completionSink) = AsyncStream.makeStream()
        (operations, operationSink) = AsyncStream.makeStream()
        context = FakeObject(self, table: Self.contextTable)
        request = FakeObject(self, table: Self.requestTable)
        response = FakeObject(self, table: Self.responseTable)
        makeOthers()
        raw.initialize(to: HTTP_REQUEST())
        rawResponse.initialize(to: HTTP_RESPONSE())
    }

    deinit {
        context.free()
        request.free()
        response.free()
        trace.free()
        provider.free()
        sendProvider.free()
        authenticationProvider.free()
        allocator.free()
        raw.deallocate()
        rawResponse.deallocate()
        for block in memory { block.deallocate() }
    }

    /// Where the module's object lies.
    var objectAddress: Int { Int(bitPattern: module) }

    /// Asks the factory for an instance.
    @discardableResult
    func begin(_ registration: FakeRegistration) -> Int32 {
        guard let factory = registration.factory else { return -1 }
        return factory.pointee.lpVtbl.pointee.GetHttpModule(factory, &module, allocator.pointer)
    }

    /// Calls a notification that has the plain provider.
    @discardableResult
    func call(
        _ slot: KeyPath<
            CHttpModuleVtbl,
            (
                @convention(c) (
                    UnsafeMutablePointer<CHttpModule>?, UnsafeMutablePointer<IHttpContext>?,
                    UnsafeMutablePointer<IHttpEventProvider>?
                ) -> REQUEST_NOTIFICATION_STATUS
            )?
        >
    ) -> UInt32 {
        module!.pointee.lpVtbl.pointee[keyPath: slot]!(module, context.pointer, provider.pointer).rawValue
    }

    @discardableResult
    func callSendResponse() -> UInt32 {
        module!.pointee.lpVtbl.pointee.OnSendResponse(module, context.pointer, sendProvider.pointer).rawValue
    }

    @discardableResult
    func callAuthenticate() -> UInt32 {
        module!.pointee.lpVtbl.pointee
            .OnAuthenticateRequest(module, context.pointer, authenticationProvider.pointer).rawValue
    }

    @discardableResult
    func callAsyncCompletion(notification: UInt32) -> UInt32 {
        module!.pointee.lpVtbl.pointee
            .OnAsyncCompletion(module, context.pointer, notification, 0, provider.pointer, nil).rawValue
    }

    /// Ends the exchange: the module's object, then the memory.
    func end() {
        guard let module else { return }
        module.pointee.lpVtbl.pointee.Dispose(module)
        self.module = nil
        for block in memory { block.deallocate() }
        memory = []
    }

    /// Memory with rubbish in it, as long-lived as the exchange.
    func allocate(_ count: UInt32) -> UnsafeMutableRawPointer {
        let block = UnsafeMutableRawPointer.allocate(byteCount: Int(count), alignment: 16)
        block.initializeMemory(as: UInt8.self, repeating: 0xDD, count: Int(count))
        memory.append(block)
        return block
    }

    /// A copy of `text` with a terminating zero, as long-lived as the exchange.
    func lend(_ text: String) -> UnsafePointer<CChar> {
        let bytes = Array(text.utf8CString)
        let copy = allocate(UInt32(bytes.count)).assumingMemoryBound(to: CChar.self)
        copy.update(from: bytes, count: bytes.count)
        return UnsafePointer(copy)
    }

    /// The wide form of `lend`.
    func lendWide(_ text: String) -> UnsafePointer<Int32> {
        let scalars = text.unicodeScalars.map { Int32(bitPattern: $0.value) } + [0]
        let copy = allocate(UInt32(scalars.count * 4)).assumingMemoryBound(to: Int32.self)
        copy.update(from: scalars, count: scalars.count)
        return UnsafePointer(copy)
    }
}

/// A C object made by hand: a pointer to a table, then an unretained pointer to the Swift object that answers.
struct FakeObject<Interface, Owner: AnyObject> {
    let pointer: UnsafeMutablePointer<Interface>

    init<Table>(_ owner: Owner, table: Table, as type: Interface.Type = Interface.self) {
        let words = UnsafeMutablePointer<UnsafeMutableRawPointer>.allocate(capacity: 2)
        let tablePointer = UnsafeMutablePointer<Table>.allocate(capacity: 1)
        tablePointer.initialize(to: table)
        words[0] = UnsafeMutableRawPointer(tablePointer)
        words[1] = Unmanaged.passUnretained(owner).toOpaque()
        pointer = UnsafeMutableRawPointer(words).assumingMemoryBound(to: Interface.self)
    }

    /// The object that answers for `pointer`.
    static func owner(_ pointer: UnsafeMutablePointer<Interface>?) -> Owner {
        let words = UnsafeMutableRawPointer(pointer!).assumingMemoryBound(to: UnsafeMutableRawPointer.self)
        return Unmanaged<Owner>.fromOpaque(words[1]).takeUnretainedValue()
    }

    func free() {
        let words = UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: UnsafeMutableRawPointer.self)
        words[0].deallocate()
        words.deallocate()
    }
}
