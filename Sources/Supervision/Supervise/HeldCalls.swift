/// How long the threads of a worker that is to end have been in their calls, seen from outside.
///
/// No thread of a worker notes times, which would cost each call. So the supervisor looks at the page from the moment on at
/// which it asks for the end: a slot that has not changed since is still in the same call. Used on the supervisor's thread.
struct HeldCalls {
    /// The clock of all times here.
    typealias Instant = ContinuousClock.Instant

    private struct Sighting {
        let changes: UInt32
        let since: Instant
    }

    /// When the worker was asked to end.
    let askedAt: Instant
    private var sightings: [UInt32: Sighting] = [:]
    private var hasTold = false

    /// How long the end may take before the log is told who holds it up.
    static let patience = Duration.seconds(5)
    /// How many calls one line names.
    private static let limit = 4

    init(askedAt: Instant) {
        self.askedAt = askedAt
    }

    /// Notes which calls are open now.
    mutating func look(at page: WorkerPage, now: Instant) {
        var still: [UInt32: Sighting] = [:]
        for call in page.openCalls() {
            let earlier = sightings[call.slot]
            still[call.slot] =
                earlier?.changes == call.changes ? earlier : Sighting(changes: call.changes, since: now)
        }
        sightings = still
    }

    /// Whether the log is to be told now, which happens once.
    mutating func isToBeTold(now: Instant) -> Bool {
        guard !hasTold, now - askedAt >= Self.patience else { return false }
        hasTold = true
        return true
    }

    /// Who holds up the end, the longest first: `module "auth" has been in OnBeginRequest for 12 s, …`.
    func sentence(_ page: WorkerPage, moduleNames: [String], now: Instant) -> String {
        let calls = page.openCalls().map { call -> (duration: Duration, thread: ThreadAccount) in
            let seen = sightings[call.slot]
            return (seen?.changes == call.changes ? now - (seen?.since ?? now) : .zero, call.thread)
        }
        guard !calls.isEmpty else { return Self.reasonWithoutCalls(page.state) }
        let longest = calls.sorted { $0.duration > $1.duration }
        var parts = longest.prefix(Self.limit).compactMap { Self.text($0.thread, $0.duration, moduleNames) }
        if calls.count > Self.limit { parts.append("and \(calls.count - Self.limit) more threads are inside modules") }
        return parts.joined(separator: "; ")
    }

    private static func reasonWithoutCalls(_ state: WorkerPageState) -> String {
        if state == .stopped {
            return
                "its modules have been told of the end, and no module is being called; a destructor of one keeps the process"
        }
        return
            "no module is being called; requests that are PENDING, or clients that are slow, keep it, as far as the worker "
            + "has said in lines of its own"
    }

    private static func text(_ thread: ThreadAccount, _ duration: Duration, _ moduleNames: [String]) -> String? {
        guard let call = thread.innermost else { return nil }
        let suspect = Suspect(call: call, on: thread, moduleNames: moduleNames)
        var text =
            "module \"\(suspect.moduleName)\" has been in \(call.methodName) for \(duration.components.seconds) s"
        if call.exchange != 0 { text += ", exchange \(call.exchange)" }
        if let request = suspect.requestText { text += ", request \"\(request)\"" }
        return text
    }
}
