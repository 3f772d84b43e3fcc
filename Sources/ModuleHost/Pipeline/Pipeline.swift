import CModuleBorder
import CSharedPage
import ModuleInterfaces

/// The subscriptions of modules in the order in which they run. Immutable; shared by all exchanges of the places that have these
/// modules in this order.
package final class Pipeline: Sendable {
    /// One step of a walk.
    package struct Step: Sendable {
        /// What is done.
        package enum Kind: Sendable {
            /// Call a module.
            case notify
            /// After AUTHENTICATE_REQUEST: set the anonymous user if no module set one.
            case authenticated
            /// After MAP_REQUEST_HANDLER: choose the handler that the place has for the request.
            case mapped
            /// After EXECUTE_REQUEST_HANDLER: answer 404 if no module did.
            case executed
        }

        package let kind: Kind
        /// Position of the module in `modules`; meaningless for the host's own steps.
        package let module: Int
        package let notification: Notification
        /// Whether it belongs to the stage in which subscribers are tried until one has handled the request.
        let isExecute: Bool
        /// The objects that are handed to a module with a notification, in the order in which they stand in the block of an
        /// exchange.
        enum Provider: UInt64 {
            case event, authentication, mapHandler, sendResponse

            init(_ notification: Notification) {
                switch notification {
                case Notification(.authenticateRequest, isPost: false): self = .authentication
                case Notification(.mapRequestHandler, isPost: false): self = .mapHandler
                case .sendResponse: self = .sendResponse
                default: self = .event
                }
            }
        }

        init(kind: Kind, module: Int, notification: Notification) {
            self.kind = kind
            self.module = module
            self.notification = notification
            isExecute = kind == .notify && notification == Notification(.executeRequestHandler, isPost: false)
        }

        /// The call that it makes, with everything that would else be worked out anew for each exchange.
        fileprivate var call: WalkCall {
            WalkCall(
                module: UInt32(truncatingIfNeeded: module), slot: UInt32(notification.slot),
                slotBit: notification.slotBit, notification: notification.bit,
                flags: notification.isPost ? BreadcrumbIsPost : 0, provider: Provider(notification).rawValue)
        }
    }

    /// All modules of the worker; those that run here are in `order`.
    package let modules: [LoadedModule]
    /// Positions in `modules`, in the order of the place.
    package let order: [Int]
    /// The modules that the chosen handler names, by their positions; nil if no handler says who is tried.
    package let namedHandlers: [Int]?
    /// What the calls of a walk know of each.
    let walkModules: WalkModuleTable
    /// Everything from BEGIN_REQUEST to the Post half of END_REQUEST.
    let steps: StepTable
    /// Where LOG_REQUEST begins: FINISH_REQUEST goes there.
    package let logStart: Int
    /// The subscribers of OnSendResponse in the inverted order: LAST first, and the list backwards within a priority.
    let sendResponse: StepTable
    private let globals: [GlobalNotification: [LoadedModule]]
    /// The subscribers of GL_PRE_BEGIN_REQUEST, asked for on each exchange.
    package let preBegin: [LoadedModule]

    /// All modules, in the order of the list.
    package convenience init(_ modules: [LoadedModule]) {
        self.init(modules, WalkModuleTable(modules), order: Array(modules.indices), execution: .all)
    }

    /// Which modules get EXECUTE_REQUEST_HANDLER.
    enum Execution: Sendable, Hashable {
        /// All that run here.
        case all
        /// The same, after a look at what the place allows.
        case everyone
        /// Those of the handler that is chosen after MAP_REQUEST_HANDLER.
        case chosen
        /// Those that the chosen handler names, in this order, by their positions.
        case these([Int])
    }

    /// The same modules, of which those in `order` run, in that order.
    convenience init(of whole: Pipeline, order: [Int], execution: Execution) {
        self.init(whole.modules, whole.walkModules, order: order, execution: execution)
    }

    private init(_ modules: [LoadedModule], _ walkModules: WalkModuleTable, order: [Int], execution: Execution) {
        self.modules = modules
        self.order = order
        if case .these(let named) = execution { namedHandlers = named } else { namedHandlers = nil }
        self.walkModules = walkModules
        var steps: [Step] = []
        var logStart = 0
        for stage in Stage.allCases {
            if stage == .logRequest { logStart = steps.count }
            let notification = Notification(stage, isPost: false)
            steps += Self.subscribers(of: notification, in: modules, order, execution)
            if let own = Self.ownStep(after: stage, execution) {
                steps.append(Step(kind: own, module: -1, notification: notification))
            }
            steps += Self.subscribers(of: Notification(stage, isPost: true), in: modules, order)
        }
        self.steps = StepTable(steps)
        self.logStart = logStart
        sendResponse = StepTable(Self.subscribers(of: .sendResponse, in: modules, order).reversed())
        var globals: [GlobalNotification: [LoadedModule]] = [:]
        for notification in GlobalNotification.allCases {
            globals[notification] = Self.subscribers(of: notification, in: modules)
        }
        self.globals = globals
        preBegin = globals[.preBeginRequest] ?? []
    }

    /// The subscribers of a global notification in their order.
    package func subscribers(of notification: GlobalNotification) -> [LoadedModule] { globals[notification] ?? [] }

    /// The subscribers of `notification` by priority, then by their place in the list of modules.
    package func subscribers(of notification: Notification) -> [Step] {
        Self.subscribers(of: notification, in: modules, order)
    }

    private static func subscribers(
        of notification: Notification, in modules: [LoadedModule], _ order: [Int], _ execution: Execution = .all
    ) -> [Step] {
        if notification == Notification(.executeRequestHandler, isPost: false) {
            switch execution {
            case .all, .everyone: break
            case .chosen: return []
            case .these(let named):
                // The handler says in which order they are tried, whatever their priority.
                return named.filter { modules[$0].isCalled(for: notification) }
                    .map { Step(kind: .notify, module: $0, notification: notification) }
            }
        }
        return order.enumerated()
            .filter { modules[$0.element].isCalled(for: notification) }
            .sorted { left, right in
                let priorities = (
                    modules[left.element].registration.priority(notification),
                    modules[right.element].registration.priority(notification)
                )
                return priorities.0 == priorities.1 ? left.offset < right.offset : priorities.0 < priorities.1
            }
            .map { Step(kind: .notify, module: $0.element, notification: notification) }
    }

    private static func subscribers(of notification: GlobalNotification, in modules: [LoadedModule]) -> [LoadedModule] {
        modules.enumerated()
            .filter { $0.element.registration.wants(notification) }
            .filter { $0.element.registration.globalModule?.answers(slot: notification.slot) == true }
            .sorted { left, right in
                let priorities = (
                    left.element.registration.priority(notification), right.element.registration.priority(notification)
                )
                return priorities.0 == priorities.1 ? left.offset < right.offset : priorities.0 < priorities.1
            }
            .map(\.element)
    }

    private static func ownStep(after stage: Stage, _ execution: Execution) -> Step.Kind? {
        switch stage {
        case .authenticateRequest: .authenticated
        case .mapRequestHandler: execution == .all ? nil : .mapped
        case .executeRequestHandler: .executed
        default: nil
        }
    }
}

/// What a walk needs of a pipeline all the time, as plain values: to ask the object would retain it for each answer. Good as long as
/// the pipeline lives.
struct WalkRoute {
    unowned(unsafe) let pipeline: Pipeline
    let count: Int
    let hasPreBegin: Bool
    let hasSendResponse: Bool
    private let steps: UnsafePointer<Pipeline.Step>
    private let calls: UnsafePointer<WalkCall>

    init(_ pipeline: Pipeline) {
        self.pipeline = pipeline
        count = pipeline.steps.count
        hasPreBegin = !pipeline.preBegin.isEmpty
        hasSendResponse = !pipeline.sendResponse.isEmpty
        (steps, calls) = pipeline.steps.start
    }

    /// Where the step at `index` is.
    @inline(__always)
    func step(_ index: Int) -> UnsafePointer<Pipeline.Step> {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        return steps + index
    }

    /// The call that the step at `index` makes.
    @inline(__always)
    func call(_ index: Int) -> UnsafePointer<WalkCall> {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        return calls + index
    }
}

/// The steps of a pipeline, in memory that is never moved: every walk reads them, and an array would be retained by
/// each.
struct StepTable: ~Copyable, @unchecked Sendable {
    // Safety: written once, before it is shared.
    private let steps: UnsafeMutablePointer<Pipeline.Step>
    private let calls: UnsafeMutablePointer<WalkCall>
    let count: Int

    init(_ steps: [Pipeline.Step]) {
        count = steps.count
        self.steps = .allocate(capacity: max(steps.count, 1))
        calls = .allocate(capacity: max(steps.count, 1))
        for (index, step) in steps.enumerated() {
            (self.steps + index).initialize(to: step)
            (calls + index).initialize(to: step.call)
        }
    }

    deinit {
        steps.deinitialize(count: count)
        steps.deallocate()
        calls.deallocate()
    }

    /// Where the first step and its call are, for as long as the pipeline lives.
    fileprivate var start: (UnsafePointer<Pipeline.Step>, UnsafePointer<WalkCall>) {
        (UnsafePointer(steps), UnsafePointer(calls))
    }

    var isEmpty: Bool { count == 0 }
    var indices: Range<Int> { 0..<count }

    subscript(index: Int) -> Pipeline.Step {
        @inline(__always) unsafeAddress { address(index) }
    }

    /// Where the step at `index` is, for as long as the pipeline lives.
    @inline(__always)
    func address(_ index: Int) -> UnsafePointer<Pipeline.Step> {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        return UnsafePointer(steps + index)
    }

    /// The call that the step at `index` makes.
    @inline(__always)
    func call(_ index: Int) -> UnsafePointer<WalkCall> {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        return UnsafePointer(calls + index)
    }
}

/// What the calls of a walk know of the modules, by their place. One for all pipelines of a worker.
final class WalkModuleTable: @unchecked Sendable {
    // Safety: factories are written once, before it is shared; the rest is atomic, and written in C only.
    let modules: UnsafeMutablePointer<WalkModule>

    init(_ modules: [LoadedModule]) {
        self.modules = .allocate(capacity: max(modules.count, 1))
        for (index, module) in modules.enumerated() {
            (self.modules + index).initialize(
                to: WalkModule(factory: module.registration.factory?.object, knownTable: nil, knownSlots: 0))
        }
    }

    deinit { modules.deallocate() }
}
