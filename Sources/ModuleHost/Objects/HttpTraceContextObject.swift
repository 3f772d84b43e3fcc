import CModuleABI
import CModuleBorder
import HostLog
import Logging
import ModuleInterfaces

/// IHttpTraceContext of an exchange, or of the process, which has no exchange. QuickTrace goes to the log, as one line
/// whatever its text. Any thread.
final class HttpTraceContextObject: ExchangeObject, HttpTraceContextInterface, @unchecked Sendable {
    // Safety: nothing changes after init but the activity id, which only the owner of the exchange reads.
    private unowned(unsafe) let host: ModuleHost
    private let activity = StateBox(GUID())
    private var object: UnsafeMutableRawPointer?

    init(host: ModuleHost, isProcess: Bool) {
        self.host = host
        super.init()
        if isProcess {
            fillActivity(high: .random(in: 1 ... .max), low: .random(in: 1 ... .max))
            object = StaticObject.pointer(kind: HostKind_HttpTraceContext, table: Self.table, owner: self)
        }
    }

    /// Only for the one of the process.
    var pointer: UnsafeMutablePointer<IHttpTraceContext>? { object?.assumingMemoryBound(to: IHttpTraceContext.self) }

    /// One id per exchange: the worker's own half, and the number of the exchange.
    func getTraceActivityId() -> LPCGUID? {
        if let exchange { fillActivity(high: host.activitySeed, low: exchange.number) }
        return UnsafePointer(activity.address)
    }

    private func fillActivity(high: UInt64, low: UInt64) {
        let raw = UnsafeMutableRawPointer(activity.address)
        raw.storeBytes(of: high, as: UInt64.self)
        raw.storeBytes(of: low.bigEndian, toByteOffset: 8, as: UInt64.self)
    }

    func quickTrace(_ data1: PCWSTR?, _ data2: PCWSTR?, _ result: HRESULT, _ level: UCHAR) -> HRESULT {
        guard let data1 = WideText.string(data1), let level = TraceLevel(rawValue: level) else {
            return HResult.invalidArgument
        }
        var metadata: Logger.Metadata = [:]
        if let data2 = WideText.string(data2) { metadata["data"] = "\(data2)" }
        if result != 0 { metadata["result"] = "\(HResult.describe(result))" }
        if let exchange {
            metadata["request_id"] = "\(exchange.requestID)"
            if let module = exchange.currentModule { metadata["module"] = "\(module.name)" }
        } else {
            host.registrationAccount.note(data1, level: level)
        }
        host.logger.log(level: Self.logLevel(level), "trace: \(ForeignSentence.line(data1))", metadata: metadata)
        return HResult.ok
    }

    private static func logLevel(_ level: TraceLevel) -> Logger.Level {
        switch level {
        case .critical: .critical
        case .error: .error
        case .warning: .warning
        case .information: .info
        case .verbose, .start, .end: .debug
        }
    }
}
