import CModuleABI

/// An asynchronous operation that a fake exchange was given and has not completed.
struct FakeOperation {
    let completion: PFN_ASYNC_COMPLETION
    let context: UnsafeMutableRawPointer?
    /// For a read: where the bytes go.
    var target: UnsafeMutableRawPointer?
    var capacity: UInt32 = 0
}

extension FakeExchange {
    /// Keeps an operation for `finishOperation`.
    func wait(_ operation: FakeOperation) {
        self.operation = operation
        operationSink.yield()
    }

    /// Waits until the module has an operation under way.
    func operationBegan() async {
        for await _ in operations { return }
    }

    /// Completes the operation; a read with `bytes`. Answers what the module's function returns.
    @discardableResult
    func finishOperation(_ code: Int32 = 0, bytes: [UInt8] = []) -> UInt32? {
        guard let operation else { return nil }
        self.operation = nil
        let count = min(bytes.count, Int(operation.capacity))
        operation.target?.copyMemory(from: bytes, byteCount: count)
        var table = IHttpCompletionInfo2Vtbl()
        table.GetCompletionBytes = { FakeObject<IHttpCompletionInfo2, FakeOutcome>.owner($0).bytes }
        table.GetCompletionStatus = { FakeObject<IHttpCompletionInfo2, FakeOutcome>.owner($0).code }
        let outcome = FakeOutcome(code: code, bytes: UInt32(count))
        let info = FakeObject<IHttpCompletionInfo2, FakeOutcome>(outcome, table: table)
        defer { info.free() }
        return withExtendedLifetime(outcome) {
            let derived = UnsafeMutableRawPointer(context.pointer).assumingMemoryBound(to: IHttpContext3.self)
            return operation.completion(derived, info.pointer, operation.context).rawValue
        }
    }

    /// The raw structure, with all headers as fields without a number.
    func fillRawResponse() -> UnsafeMutablePointer<HTTP_RESPONSE> {
        let fields = responseHeaders.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) }
        rawResponse.pointee.Headers.pUnknownHeaders = lend(fields)
        rawResponse.pointee.Headers.UnknownHeaderCount = UInt16(fields.count)
        return rawResponse
    }
}

private final class FakeOutcome {
    let code: Int32
    let bytes: UInt32

    init(code: Int32, bytes: UInt32) {
        self.code = code
        self.bytes = bytes
    }
}

/// A client's connection: keeps what the module leaves with it. It outlives the exchanges on it.
final class FakeConnection: @unchecked Sendable {
    // Safety: a test and the module use it in turn.
    private var object: FakeObject<IHttpConnection, FakeConnection>!
    private var container: FakeObject<IHttpConnectionModuleContextContainer, FakeConnection>!
    private(set) var kept: UnsafeMutablePointer<IHttpConnectionStoredContext>?

    var pointer: UnsafeMutablePointer<IHttpConnection> { object.pointer }

    init() {
        var table = IHttpConnectionVtbl()
        table.GetModuleContextContainer = {
            FakeObject<IHttpConnection, FakeConnection>.owner($0).container.pointer
        }
        object = FakeObject(self, table: table)
        var containerTable = IHttpConnectionModuleContextContainerVtbl()
        containerTable.GetConnectionModuleContext = { container, id in
            id == nil ? nil : FakeObject<IHttpConnectionModuleContextContainer, FakeConnection>.owner(container).kept
        }
        containerTable.SetConnectionModuleContext = { container, context, _ in
            FakeObject<IHttpConnectionModuleContextContainer, FakeConnection>.owner(container).kept = context
            return 0
        }
        container = FakeObject(self, table: containerTable)
    }

    deinit {
        object.free()
        container.free()
    }

    /// The client leaves.
    func disconnect() {
        kept?.pointee.lpVtbl.pointee.NotifyDisconnect(kept)
    }

    /// The connection is over.
    func close() {
        kept?.pointee.lpVtbl.pointee.CleanupStoredContext(kept)
        kept = nil
    }
}
