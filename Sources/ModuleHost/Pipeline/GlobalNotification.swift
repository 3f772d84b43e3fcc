/// One named event of the process that a global module can subscribe to. The raw value is the GL_ bit.
package enum GlobalNotification: UInt32, CaseIterable, Sendable, CustomStringConvertible {
    case stopListening = 0x2
    case cacheCleanup = 0x4
    case cacheOperation = 0x10
    case healthCheck = 0x20
    case configurationChange = 0x40
    case fileChange = 0x80
    case preBeginRequest = 0x100
    case applicationStart = 0x200
    case applicationResolveModules = 0x400
    case applicationStop = 0x800
    case rscaQuery = 0x1000
    case traceEvent = 0x2000
    case customNotification = 0x4000
    case threadCleanup = 0x8000
    case applicationPreload = 0x10000
    case suspendProcess = 0x20000

    /// Its slot in CGlobalModule.
    package var slot: Int {
        switch self {
        case .stopListening: 0
        case .cacheCleanup: 1
        case .cacheOperation: 2
        case .healthCheck: 3
        case .configurationChange: 4
        case .fileChange: 5
        case .preBeginRequest: 6
        case .applicationStart: 7
        case .applicationResolveModules: 8
        case .applicationStop: 9
        case .rscaQuery: 10
        case .traceEvent: 11
        case .customNotification: 12
        case .threadCleanup: 14
        case .applicationPreload: 15
        case .suspendProcess: 16
        }
    }

    /// The name of the method that receives it.
    package var description: String {
        switch self {
        case .stopListening: "OnGlobalStopListening"
        case .cacheCleanup: "OnGlobalCacheCleanup"
        case .cacheOperation: "OnGlobalCacheOperation"
        case .healthCheck: "OnGlobalHealthCheck"
        case .configurationChange: "OnGlobalConfigurationChange"
        case .fileChange: "OnGlobalFileChange"
        case .preBeginRequest: "OnGlobalPreBeginRequest"
        case .applicationStart: "OnGlobalApplicationStart"
        case .applicationResolveModules: "OnGlobalApplicationResolveModules"
        case .applicationStop: "OnGlobalApplicationStop"
        case .rscaQuery: "OnGlobalRSCAQuery"
        case .traceEvent: "OnGlobalTraceEvent"
        case .customNotification: "OnGlobalCustomNotification"
        case .threadCleanup: "OnGlobalThreadCleanup"
        case .applicationPreload: "OnGlobalApplicationPreload"
        case .suspendProcess: "OnSuspendProcess"
        }
    }
}
